import {
  to = whatsapp_group_member.conductor
  identity = {
    group_id     = "120363000000000001@g.us"
    phone_number = "+12025550121"
  }
}
