import {
  to = whatsapp_group_members.class
  id = "120363000000000001@g.us"
}
