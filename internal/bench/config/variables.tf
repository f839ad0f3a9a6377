variable "gateway" {
  type = string
}

variable "endpoint" {
  type = string
}

variable "api_key" {
  type      = string
  sensitive = true
}

variable "account" {
  type = string
}

variable "writes_per_minute" {
  type = number
}

variable "groups" {
  type = map(object({
    description          = optional(string)
    messages_admins_only = optional(bool)
    info_admins_only     = optional(bool)
    initial_members      = optional(map(string))
  }))
}

variable "members" {
  type = map(object({
    group        = string
    phone_number = string
  }))
}
