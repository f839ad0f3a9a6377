# terraform query -generate-config-out=members.tf writes the map of each group.
list "whatsapp_group_members" "all" {
  provider         = whatsapp
  include_resource = true

  config {
    admin_only = true
  }
}
