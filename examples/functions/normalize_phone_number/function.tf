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

# A list in which people left their country code out. It may be a file too: csvdecode(file("guests.csv")).
locals {
  guests = csvdecode(<<-CSV
    name,phone
    Ana,(11) 98888-7777
    Rui,011 97777-6666
    Kim,+1 202 555 0124
  CSV
  )
}

resource "whatsapp_group_member" "guest" {
  for_each = { for guest in local.guests : provider::whatsapp::normalize_phone_number(guest.phone, "BR") => guest.name }

  group_id     = whatsapp_group.choir.id
  phone_number = each.key
}

output "guests" {
  value = keys(whatsapp_group_member.guest) # ["+12025550124", "+5511977776666", "+5511988887777"]
}

output "singers" {
  value = keys(whatsapp_group_member.singer) # ["+12025550122", "+12025550123", "+5511999990000"]
}
