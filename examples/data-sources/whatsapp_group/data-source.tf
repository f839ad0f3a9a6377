data "whatsapp_group" "board" {
  id = "120363000000000001@g.us"
}

output "board_admins" {
  value = [for number, role in data.whatsapp_group.board.members : number if role == "admin"]
}
