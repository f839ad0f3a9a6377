# By the address, as it is in the session's configuration.
terraform import whatsapp_webhook.roster https://roster.example.org/whatsapp
