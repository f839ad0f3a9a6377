output "links" {
  description = "Invite links by group. Whoever has one can join."
  value       = { for group, invite in whatsapp_group_invite.this : group => invite.url }
  sensitive   = true
}

output "missing" {
  description = "Names of people who are in the file and not in the group, by group."
  value = { for group, members in whatsapp_group_members.this : group => sort([
    for person in local.listed[group] : person.name if lookup(members.status, person.phone, "joined") != "joined"
  ]) }
}

output "strangers" {
  description = "Numbers, or LIDs where WhatsApp hides the number, of people who are in the group and not in the file, by group."
  value = { for group, found in data.whatsapp_group.this : group => sort([
    for number, person in found.members : number
    if person.own != true && !contains([for known in keys(local.members[group]) : replace(known, local.twice, local.once)],
    replace(number, local.twice, local.once))
  ]) }
}

# WhatsApp has some numbers of Brazil, Mexico and Argentina with a digit more or less than they are dialled. Without that digit
# both spellings are alike.
locals {
  twice = "/^\\+(?:(55\\d\\d)9(\\d{8})|(52)1(\\d{10})|(54)9(\\d{10}))$/"
  once  = "+$1$2$3$4$5$6"
}
