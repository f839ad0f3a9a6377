import {
  to = whatsapp_group_invite.alumni
  identity = {
    group_id = "120363000000000001@g.us"
  }
}
