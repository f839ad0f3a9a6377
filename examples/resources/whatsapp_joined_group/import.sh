# By the JID of the group. The next apply records the invite link of the configuration, without leaving or joining.
terraform import whatsapp_joined_group.partners 120363000000000001@g.us
