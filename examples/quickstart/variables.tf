variable "endpoint" {
  description = "The address of the WAHA server. The default is the emulator, as `terraform-provider-whatsapp emulate` starts it."
  type        = string
  default     = "http://127.0.0.1:3000/waha"
}

variable "api_key" {
  # From Terraform 1.10 and OpenTofu 1.11, `ephemeral = true` keeps the key out of saved plans too.
  description = "The API key of the WAHA server."
  type        = string
  sensitive   = true
  default     = "emulator"
}

variable "members" {
  description = "The members of the group by phone number, each with the role member or admin."
  type        = map(string)
  default = {
    "+12025550111" = "admin"
    "+12025550112" = "member"
    "+12025550113" = "member"
  }
}
