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
  decoded  = csvdecode(trimprefix(file(var.people), "\uFEFF"))
  rows     = [for row in local.decoded : { for heading, cell in row : trimspace(heading) => cell }]
  headings = toset(flatten([for row in local.rows : keys(row)]))
  groups   = setsubtract(local.headings, ["name", "phone"])

  people = [for index, row in local.rows : {
    line    = index + 2
    name    = try(row.name, "")
    written = try(row.phone, "")
    # Null where it is none, which is one of the mistakes.
    phone = try(provider::whatsapp::normalize_phone_number(row.phone, var.region), null)
    roles = { for group in local.groups : group => lower(trimspace(row[group])) if trimspace(row[group]) != "" }
  }]

  # Who is in each group, and the same people by number.
  listed  = { for group in local.groups : group => [for person in local.people : person if contains(keys(person.roles), group)] }
  numbers = { for group, people in local.listed : group => { for person in people : person.phone => person... if person.phone != null } }
  members = { for group, people in local.numbers : group => { for phone, person in people : phone => person[0].roles[group] } }
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

  lifecycle {
    precondition {
      condition     = length(local.mistakes[each.key]) == 0
      error_message = "The group \"${each.key}\" in the file ${var.people}:\n${join("\n", local.mistakes[each.key])}"
    }
  }
}

resource "whatsapp_group_invite" "this" {
  for_each = local.groups

  group_id   = whatsapp_group.this[each.key].id
  on_destroy = "keep"
}

# Who is in the groups, read once the people of the file are in them. While groups are imported one by one, the state has
# not all of them.
data "whatsapp_group" "this" {
  for_each = whatsapp_group.this

  id         = each.value.id
  depends_on = [whatsapp_group_members.this]
}
