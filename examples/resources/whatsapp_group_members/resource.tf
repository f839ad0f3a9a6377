resource "whatsapp_group" "class" {
  name = "Class 3b"
}

# The parents of a class, as one map. Others who come into the group are shown by the plan, which removes them.
resource "whatsapp_group_members" "class" {
  group_id = whatsapp_group.class.id

  members = {
    "+12025550119" = "admin"
    "+12025550122" = "member"
    "+12025550123" = "member"
  }

  # Who cannot be added is no error: a warning names them, and the next plan is empty.
  on_refusal = "tolerate"

  # To have an apply fail that leaves somebody out, ask for it. Nothing is undone by that.
  lifecycle {
    postcondition {
      condition     = !contains(values(self.status), "failed")
      error_message = "Not in the group: ${join(", ", [for number, status in self.status : number if status == "failed"])}"
    }
  }
}
