resource "whatsapp_group" "class" {
  name = "Class 3b"
}

# The parents of a class, as one map. The plan shows everybody else in the group, and the apply removes them.
resource "whatsapp_group_members" "class" {
  group_id = whatsapp_group.class.id

  members = {
    "+12025550119" = "admin"
    "+12025550122" = "member"
    "+12025550123" = "member"
  }

  # A person who cannot be added is not an error: a warning names them, and the next plan is empty.
  on_refusal = "tolerate"

  # With this, an apply that leaves somebody out fails. It undoes nothing.
  lifecycle {
    postcondition {
      condition     = !contains(values(self.status), "failed")
      error_message = "Not in the group: ${join(", ", [for number, status in self.status : number if status == "failed"])}"
    }
  }
}
