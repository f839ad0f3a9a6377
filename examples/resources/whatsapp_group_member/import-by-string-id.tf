import {
  to = whatsapp_group_member.conductor
  id = "120363000000000001@g.us/+12025550121"
}
