# The ids by which people are imported, as in: import { id = provider::whatsapp::member_id(…), to = … }
output "ids" {
  value = [
    for number in ["1 (202) 555-0112", "+12025550121"] :
    provider::whatsapp::member_id("120363000000000001@g.us", number) # "120363000000000001@g.us/+12025550112", …
  ]
}
