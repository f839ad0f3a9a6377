import {
  to = whatsapp_group.staff
  identity = {
    id = "120363000000000001@g.us"
  }
}
