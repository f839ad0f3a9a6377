resource "whatsapp_group" "staff" {
  name        = "Staff room"
  description = "Rotas, swaps and the lost-property box."

  # Arguments that are left out stay as they are found in WhatsApp.
  messages_admins_only = false
  info_admins_only     = true

  # The group itself cannot be deleted. By default the account leaves it; this removes everybody else first.
  on_destroy = "remove_members_and_leave"

  lifecycle {
    # A setting that could not be applied right after the group was made is a warning, and the next plan tries it again.
    # With this, the run fails too.
    postcondition {
      condition     = length(self.pending) == 0
      error_message = "Not applied yet: ${join(", ", self.pending)}."
    }
  }
}
