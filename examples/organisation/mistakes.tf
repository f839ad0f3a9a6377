# What is wrong with each group in the file, a text for each mistake. One fails the plan of the members.
locals {
  mistakes = { for group, people in local.listed : group => (
    length(setsubtract(["name", "phone"], local.headings)) > 0
    ? ["The first line must have the headings name and phone, with commas between the headings."]
    : concat(
      [for person in people : "Line ${person.line}, ${person.name}: ${jsonencode(person.written)} is not a phone number of the region ${var.region}, and not one with its country code."
      if person.phone == null],
      [for person in people : "Line ${person.line}, ${person.name}: the role is ${jsonencode(person.roles[group])}, and it must be member or admin."
      if !contains(["member", "admin"], person.roles[group])],
      [for phone, twins in local.numbers[group] : "Lines ${join(" and ", twins[*].line)}, ${join(" and ", twins[*].name)}: both have the number ${phone}. Keep one of the lines."
      if length(twins) > 1],
      length(people) == 0 ? ["Nobody is in it. Write a role into one cell of its column, or delete the column."] : [],
    )
  ) }
}
