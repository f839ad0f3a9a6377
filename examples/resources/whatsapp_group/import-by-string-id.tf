import {
  to = whatsapp_group.staff
  id = "120363000000000001@g.us"
}
