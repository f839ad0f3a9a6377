import {
  to = whatsapp_joined_group.partners
  identity = {
    id = "120363000000000001@g.us"
  }
}
