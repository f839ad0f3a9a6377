# By the JID of the group.
terraform import whatsapp_group_members.class 120363000000000001@g.us
