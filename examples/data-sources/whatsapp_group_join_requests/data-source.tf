data "whatsapp_group_join_requests" "class" {
  group_id = "120363000000000001@g.us"
}

output "asking_by_link" {
  value = [
    for person, request in data.whatsapp_group_join_requests.class.requests : person
    if request.method == "invite_link"
  ]
}

# Whoever has asked is let in by their key, copied from the output.
resource "whatsapp_group_member" "class" {
  for_each = toset(["+12025550122"])

  group_id     = "120363000000000001@g.us"
  phone_number = each.key
  role         = "member"
}
