resource "terraform_data" "groups" {
  for_each = var.groups

  input = merge(each.value, { name = each.key })
}

resource "terraform_data" "members" {
  for_each = var.members

  input = {
    group_id     = terraform_data.groups[each.value.group].id
    phone_number = each.value.phone_number
    role         = "member"
    on_destroy   = "remove"
  }
}
