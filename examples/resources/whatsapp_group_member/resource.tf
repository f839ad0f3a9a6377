resource "whatsapp_group" "choir" {
  name = "Choir"
}

# One member. Who else is in the group is left alone.
resource "whatsapp_group_member" "conductor" {
  group_id     = whatsapp_group.choir.id
  phone_number = "+1 202 555 0121"
  role         = "admin"
}

# Several members, by number and role.
resource "whatsapp_group_member" "singer" {
  for_each = {
    "+12025550122" = "member"
    "+12025550123" = "member"
  }

  group_id     = whatsapp_group.choir.id
  phone_number = each.key
  role         = each.value
}
