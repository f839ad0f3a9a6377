variable "hmac_key" {
  description = "Key with which the gateway signs what it sends."
  type        = string
  sensitive   = true
  default     = "change-me"
}

# Tells a program who joins and leaves groups.
resource "whatsapp_webhook" "roster" {
  url      = "https://roster.example.org/whatsapp"
  events   = ["group.v2.participants", "group.v2.join", "group.v2.leave"]
  hmac_key = var.hmac_key

  retries = {
    delay_seconds = 2
    attempts      = 15
    policy        = "exponential"
  }
}

# Made after the webhook, so that the program hears of it.
resource "whatsapp_group" "team" {
  name = "Team"

  depends_on = [whatsapp_webhook.roster]
}
