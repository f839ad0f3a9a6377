terraform {
  required_providers {
    whatsapp = {
      source = "terraform-whatsapp/whatsapp"
    }
  }
}

provider "whatsapp" {
  gateway  = "waha"
  endpoint = var.endpoint
  api_key  = var.api_key
}

# A group in which only the admins write and change the name, the description and the picture.
resource "whatsapp_group" "parents" {
  name                 = "Class 4b, parents"
  description          = "Dates and news of class 4b. Questions go to the class teacher."
  messages_admins_only = true
  info_admins_only     = true

  lifecycle {
    # A setting that WhatsApp refused right after making the group is a warning, since the group is there. This makes the
    # run red all the same.
    postcondition {
      condition     = length(self.pending) == 0
      error_message = "Not applied yet: ${join(", ", self.pending)}. The next apply tries again in place."
    }
  }
}

resource "whatsapp_group_member" "parents" {
  for_each = var.members

  group_id     = whatsapp_group.parents.id
  phone_number = each.key
  role         = each.value
}

resource "whatsapp_group_invite" "parents" {
  group_id = whatsapp_group.parents.id
}

output "group_id" {
  value = whatsapp_group.parents.id
}

output "invite_url" {
  value     = whatsapp_group_invite.parents.url
  sensitive = true
}
