# The groups whose name begins with "Class" and which the account administers.
data "whatsapp_groups" "classes" {
  name_regex      = "^Class "
  admin_only      = true
  include_members = true
}

output "class_sizes" {
  value = { for g in data.whatsapp_groups.classes.groups : g.name => length(g.members) }
}
