# The plan fails where the account is not linked any more, and where the gateway could not revoke a link.
data "whatsapp_session" "this" {
  lifecycle {
    postcondition {
      condition     = self.connected != false
      error_message = "The account is not linked to WhatsApp any more."
    }

    postcondition {
      condition     = contains(self.abilities, "revoke_invite")
      error_message = "The gateway ${self.gateway} cannot revoke invite links."
    }
  }
}

output "account" {
  value = data.whatsapp_session.this.phone_number
}
