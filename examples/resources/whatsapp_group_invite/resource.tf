resource "whatsapp_group" "alumni" {
  name = "Alumni"
}

# Reads the invite link of the group. A new value of a keeper revokes the link in place and makes a new one.
resource "whatsapp_group_invite" "alumni" {
  group_id = whatsapp_group.alumni.id

  keepers = {
    school_year = "2026"
  }
}

output "alumni_invite_url" {
  value     = whatsapp_group_invite.alumni.url
  sensitive = true
}
