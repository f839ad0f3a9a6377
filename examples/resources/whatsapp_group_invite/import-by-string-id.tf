import {
  to = whatsapp_group_invite.alumni
  id = "120363000000000001@g.us"
}
