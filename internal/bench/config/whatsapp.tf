terraform {
  required_providers {
    whatsapp = {
      source = "terraform-whatsapp/whatsapp"
    }
  }
}

provider "whatsapp" {
  gateway           = var.gateway
  endpoint          = var.endpoint
  api_key           = var.api_key
  account           = var.account
  adds_per_minute   = var.writes_per_minute
  groups_per_day    = 0
  writes_per_minute = var.writes_per_minute
}

resource "whatsapp_group" "bench" {
  for_each = var.groups

  name                 = each.key
  description          = each.value.description
  messages_admins_only = each.value.messages_admins_only
  info_admins_only     = each.value.info_admins_only
  initial_members      = each.value.initial_members
}

resource "whatsapp_group_member" "bench" {
  for_each = var.members

  group_id     = whatsapp_group.bench[each.value.group].id
  phone_number = each.value.phone_number
}
