# A WhatsAPI server. The session is the key of its instance. It does not tell the number of the account, so that is said here.
provider "whatsapp" {
  gateway  = "whatsapi"
  endpoint = "https://whatsapi.example.org"
  api_key  = var.whatsapi_key
  session  = "default"
  account  = "+12025550100"
}

variable "whatsapi_key" {
  # From Terraform 1.10 and OpenTofu 1.11, `ephemeral = true` keeps the key out of saved plans too.
  type      = string
  sensitive = true
}
