import {
  to = whatsapp_group_members.class
  identity = {
    group_id = "120363000000000001@g.us"
  }
}
