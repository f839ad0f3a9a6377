# terraform query -generate-config-out=groups.tf writes a resource and an import block for each.
list "whatsapp_group" "classes" {
  provider         = whatsapp
  include_resource = true

  config {
    name_regex = "^Class "
    admin_only = true
  }
}
