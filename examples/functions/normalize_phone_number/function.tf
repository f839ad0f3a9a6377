# Numbers as people write them.
variable "singers" {
  type = map(string)
  default = {
    "+1 (202) 555-0122"   = "member"
    "+55 (11) 99999-0000" = "member"
    "00 1 202.555.0123"   = "admin"
  }
}

resource "whatsapp_group" "choir" {
  name = "Choir"
}

# Keyed by the canonical form: a number that is written differently tomorrow is the same resource, and the same person.
resource "whatsapp_group_member" "singer" {
  for_each = { for number, role in var.singers : provider::whatsapp::normalize_phone_number(number) => role }

  group_id     = whatsapp_group.choir.id
  phone_number = each.key
  role         = each.value
}

output "singers" {
  value = keys(whatsapp_group_member.singer) # ["+12025550122", "+12025550123", "+5511999990000"]
}
