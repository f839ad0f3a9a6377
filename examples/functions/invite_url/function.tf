output "poster" {
  value = provider::whatsapp::invite_url("AbCdEfGhIjKlMnOpQrStUv") # "https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv"
}
