variable "invite_url" {
  type      = string
  sensitive = true
  default   = "https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv"
}

data "whatsapp_group_invite_info" "partner" {
  url = var.invite_url
}

output "partner_group_name" {
  value = data.whatsapp_group_invite_info.partner.name
}
