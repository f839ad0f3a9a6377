# A number that is not on WhatsApp is no error by itself. Where it should be one, a postcondition says so in the plan.
data "whatsapp_contact" "treasurer" {
  phone_number = "+1 202 555 0121"

  lifecycle {
    postcondition {
      condition     = self.on_whatsapp
      error_message = "${self.phone_number} is not on WhatsApp."
    }
  }
}

output "treasurer_jid" {
  value = data.whatsapp_contact.treasurer.jid
}
