import {
  to = whatsapp_webhook.roster
  id = "https://roster.example.org/whatsapp"
}
