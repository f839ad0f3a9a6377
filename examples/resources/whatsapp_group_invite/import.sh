# By the JID of the group.
terraform import whatsapp_group_invite.alumni 120363000000000001@g.us
