variable "parents" {
  description = "Roles, member or admin, by phone number."
  type        = map(string)
  default = {
    "+12025550119" = "admin"
    "+12025550122" = "member"
    "+12025550123" = "member"
  }
}

resource "whatsapp_group" "class" {
  name = "Class 3b"
}

# The parents of a class, as one map. The plan shows everybody else in the group, and the apply removes them.
resource "whatsapp_group_members" "class" {
  group_id = whatsapp_group.class.id

  members = var.parents

  # A person who cannot be added is no error of the resource: a warning names them, and no plan tries again until `retry`
  # changes.
  on_refusal = "tolerate"

  lifecycle {
    # An empty map removes everybody.
    precondition {
      condition     = length(var.parents) > 0
      error_message = "The list of parents is empty: the apply would remove everybody."
    }

    # With this, an apply that leaves somebody out fails. It undoes nothing.
    postcondition {
      condition     = alltrue([for status in values(self.status) : status == "joined"])
      error_message = "Not in the group: ${join(", ", [for number, status in self.status : number if status != "joined"])}"
    }
  }
}
