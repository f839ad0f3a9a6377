import {
  to = whatsapp_joined_group.partners
  id = "120363000000000001@g.us"
}
