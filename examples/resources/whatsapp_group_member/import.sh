# By the JID of the group and the phone number.
terraform import whatsapp_group_member.conductor 120363000000000001@g.us/+12025550121
