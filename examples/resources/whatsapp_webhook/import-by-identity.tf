import {
  to = whatsapp_webhook.roster
  identity = {
    url = "https://roster.example.org/whatsapp"
  }
}
