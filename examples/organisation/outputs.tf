output "links" {
  description = "Invite links by group. Whoever has one can join."
  value       = { for group, invite in whatsapp_group_invite.this : group => invite.url }
  sensitive   = true

  precondition {
    condition     = length(setsubtract(keys(var.names), local.groups)) == 0
    error_message = "The file ${var.people} has no column for these keys of names: ${join(", ", setsubtract(keys(var.names), local.groups))}."
  }
}

# A state that is refreshed can have groups that the file no longer has.

output "missing" {
  description = "Names of people who are in the file and not in the group, by group."
  value = { for group, members in whatsapp_group_members.this : group => sort([
    for person in lookup(local.listed, group, []) : person.name if lookup(members.status, person.phone, "joined") != "joined"
  ]) }
}

output "strangers" {
  description = "Numbers, or LIDs where WhatsApp hides the number, of people who are in the group and not in the file, by group, as of the last apply. `terraform plan` shows who is there now."
  value = { for group, found in data.whatsapp_group.this : group => sort([
    for number, person in found.members : number
    if person.own != true && !contains([for known in keys(lookup(local.members, group, {})) : replace(known, local.twice, local.once)],
    replace(number, local.twice, local.once))
  ]) }
}

# WhatsApp has some numbers of Brazil, Mexico and Argentina with a digit more or less than they are dialled. Without that digit
# both spellings are alike.
locals {
  twice = "/^\\+(?:(55\\d\\d)9(\\d{8})|(52)1(\\d{10})|(54)9(\\d{10}))$/"
  once  = "+$1$2$3$4$5$6"
}
