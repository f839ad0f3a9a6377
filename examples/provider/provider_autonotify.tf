# Autonotify. The session is the id that Autonotify gave it.
provider "whatsapp" {
  gateway  = "autonotify"
  endpoint = "https://nexus.sourei.com.br"
  api_key  = var.autonotify_key
  session  = "default"

  autonotify = {
    api = "auto"
  }
}

variable "autonotify_key" {
  # From Terraform 1.10 and OpenTofu 1.11, `ephemeral = true` keeps the key out of saved plans too.
  type      = string
  sensitive = true
}
