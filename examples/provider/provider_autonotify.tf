# Autonotify. The session is the id that Autonotify gave it.
provider "whatsapp" {
  gateway  = "autonotify"
  endpoint = "https://nexus.sourei.com.br"
  api_key  = var.autonotify_key
  session  = "default"

  autonotify = {
    api = "auto"
  }
}

variable "autonotify_key" {
  type      = string
  sensitive = true
}
