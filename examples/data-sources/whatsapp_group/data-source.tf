data "whatsapp_group" "board" {
  id = "120363000000000001@g.us"
}

# A member goes by the number, or by the LID where WhatsApp hides the number.
output "board_admins" {
  value = [for number, m in data.whatsapp_group.board.members : number if m.role == "admin"]
}

output "board_members_without_number" {
  value = [for m in data.whatsapp_group.board.members : m.lid if m.phone_number == ""]
}
