terraform {
  required_providers {
    whatsapp = {
      source = "terraform-whatsapp/whatsapp"
    }
  }
}

# A WAHA server. Every argument can come from the environment instead: WHATSAPP_GATEWAY, WHATSAPP_ENDPOINT,
# WHATSAPP_API_KEY and WHATSAPP_SESSION.
provider "whatsapp" {
  gateway  = "waha"
  endpoint = var.waha_endpoint
  api_key  = var.waha_api_key
  session  = "default"
}

variable "waha_endpoint" {
  type    = string
  default = "http://localhost:3000"
}

variable "waha_api_key" {
  # From Terraform 1.10 and OpenTofu 1.11, `ephemeral = true` keeps the key out of saved plans too.
  type      = string
  sensitive = true
}
