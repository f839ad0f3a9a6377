# One CSV file is the organisation: a line for each person, and a column for each group. A cell is "member" or "admin", or
# empty. Whoever leaves is one deleted line.
terraform {
  # For the function normalize_phone_number.
  required_version = ">= 1.8"

  required_providers {
    whatsapp = {
      source = "terraform-whatsapp/whatsapp"
    }
  }
}

locals {
  # Excel puts a mark in front of the file, which is no part of the first heading.
  people = [for row in csvdecode(trimprefix(file(var.people), "\uFEFF")) : merge(row, {
    phone = provider::whatsapp::normalize_phone_number(row.phone, var.region)
  })]

  groups = setsubtract(flatten([for person in local.people : keys(person)]), ["name", "phone"])

  # Roles by number, for each group.
  members = { for group in local.groups : group => {
    for person in local.people : person.phone => lower(trimspace(person[group])) if trimspace(person[group]) != ""
  } }
}

resource "whatsapp_group" "this" {
  for_each = local.groups

  name = lookup(var.names, each.key, each.key)
  # A column that is deleted, or that gets another heading, is no reason to leave a group.
  on_destroy = "keep"
}

resource "whatsapp_group_members" "this" {
  for_each = local.groups

  group_id   = whatsapp_group.this[each.key].id
  members    = local.members[each.key]
  exclusive  = var.remove_strangers
  on_destroy = "keep"
  # Who lets nobody add them gets the link by hand. `missing` names them.
  on_refusal = "tolerate"
  retry      = var.retry
}

resource "whatsapp_group_invite" "this" {
  for_each = local.groups

  group_id = whatsapp_group.this[each.key].id
}

# Who is in the groups, read once the people of the file are in them.
data "whatsapp_group" "this" {
  for_each = local.groups

  id         = whatsapp_group.this[each.key].id
  depends_on = [whatsapp_group_members.this]
}
