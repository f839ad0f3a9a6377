# The link of a group for the time of the run. Neither the plan nor the state has it.
ephemeral "whatsapp_group_invite" "staff" {
  group_id = "120363000000000001@g.us"
}

# It goes where ephemeral values may go: here to a program on this machine.
resource "terraform_data" "poster" {
  triggers_replace = ["2026"]

  provisioner "local-exec" {
    command     = "test -n \"$INVITE\""
    environment = { INVITE = ephemeral.whatsapp_group_invite.staff.url }
  }
}
