variable "hmac_key" {
  description = "Key with which the gateway signs what it sends."
  type        = string
  sensitive   = true
}

# Tells a program who joins and leaves groups.
resource "whatsapp_webhook" "roster" {
  url      = "https://roster.example.org/whatsapp"
  events   = ["group.v2.participants", "group.v2.join", "group.v2.leave"]
  hmac_key = var.hmac_key
  # From Terraform 1.11 and OpenTofu 1.11 on, these two in its place keep the key out of the state. A new key is a new version.
  # hmac_key_wo         = var.hmac_key
  # hmac_key_wo_version = 1

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
