output "jids" {
  value = {
    number     = provider::whatsapp::jid("+55 (11) 99999-0000")     # "5511999990000@s.whatsapp.net"
    legacy_jid = provider::whatsapp::jid("5511999990000@c.us")      # "5511999990000@s.whatsapp.net"
    group      = provider::whatsapp::jid("120363000000000001@g.us") # "120363000000000001@g.us"
  }
}
