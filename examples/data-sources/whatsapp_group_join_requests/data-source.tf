# Who asks to join is let in by being added to a membership, by the key that is shown here.
data "whatsapp_group_join_requests" "class" {
  group_id = "120363000000000001@g.us"
}

output "asking_by_link" {
  value = [
    for person, request in data.whatsapp_group_join_requests.class.requests : person
    if request.method == "invite_link"
  ]
}
