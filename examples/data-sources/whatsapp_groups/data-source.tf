# The groups whose name begins with "Class" and which the account administers.
data "whatsapp_groups" "classes" {
  name_regex      = "^Class "
  admin_only      = true
  include_members = true
}

output "class_sizes" {
  value = { for g in data.whatsapp_groups.classes.groups : g.name => length(g.members) }
}

# One person in all groups of which the account is an admin. The parents of communities take no members.
data "whatsapp_groups" "own" {
  admin_only = true
}

resource "whatsapp_group_member" "moderator" {
  for_each = { for id, group in data.whatsapp_groups.own.groups : id => group if group.kind != "community" }

  group_id     = each.key
  phone_number = "+12025550112"
}

# The groups of a person who leaves the organisation.
data "whatsapp_groups" "leaver" {
  member = "+1 202 555 0121"
}

output "groups_of_the_leaver" {
  value = [for group in data.whatsapp_groups.leaver.groups : group.name]
}
