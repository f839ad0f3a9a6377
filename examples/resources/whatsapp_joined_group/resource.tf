variable "partners_invite" {
  description = "Invite link that an admin of the group has sent."
  type        = string
  sensitive   = true
  default     = "https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv"
}

# Joins the group. Where an admin has to let the account in, the status is "pending_approval" at first, and a refresh shows
# when it is "joined".
resource "whatsapp_joined_group" "partners" {
  invite = var.partners_invite
}

output "partners_status" {
  value = whatsapp_joined_group.partners.status
}
