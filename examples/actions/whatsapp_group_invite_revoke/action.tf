# Run it by hand: terraform apply -invoke=action.whatsapp_group_invite_revoke.staff
action "whatsapp_group_invite_revoke" "staff" {
  config {
    group_id = "120363000000000001@g.us"
  }
}

# Or let it follow something else, here each new term.
resource "terraform_data" "term" {
  input = "2026-2"

  lifecycle {
    action_trigger {
      events  = [after_update]
      actions = [action.whatsapp_group_invite_revoke.staff]
    }
  }
}
