output "codes" {
  value = [
    provider::whatsapp::invite_code("https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv?mode=r_c"), # "AbCdEfGhIjKlMnOpQrStUv"
    provider::whatsapp::invite_code("chat.whatsapp.com/invite/AbCdEfGhIjKlMnOpQrStUv"),           # "AbCdEfGhIjKlMnOpQrStUv"
  ]
}
