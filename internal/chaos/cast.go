package chaos

import "github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"

// The people of all programs. Each is special in one way.
const (
	own    = "12025550100" // The account.
	anna   = "12025550111"
	bruno  = "5511987654321" // One of two spellings.
	carla  = "12025550113"
	dora   = "12025550114" // In the club from the start.
	emil   = "12025550115" // Lets nobody add him.
	fritz  = "12025550116" // Not on WhatsApp.
	gina   = "12025550117" // Has left the club a moment ago.
	hugo   = "12025550118" // In the club, without a number that shows.
	ida    = "12025550119" // Asks to join the circle.
	joan   = "12025550120" // Asks too, and nobody adds her.
	owner  = "12025550190" // Has made the groups that are there.
	other  = "12025550191"
	second = "12025550200" // Another account.
)

// people are those whom configurations have, by how often.
var people = []string{
	anna, anna, anna, bruno, bruno, carla, carla, carla, dora, dora, emil, emil, fritz, gina, hugo, ida, ida,
}

// The groups that are there from the start, by the word that configurations of a program have for them.
const (
	club  = "club"  // The account is an admin of it.
	choir = "choir" // The account is a plain member of it.
	chess = "chess" // The account is not in it, and knows the link.
	// The account is an admin of the circle, which has to let people in.
	circle = "circle"
)

var foreign = map[string]string{
	club: "120363000000000021@g.us", choir: "120363000000000022@g.us", chess: "120363000000000023@g.us",
	circle: "120363000000000024@g.us",
}

const (
	chessCode = "ChEsSlInK0123456789aBc"
	apiKey    = "chaos-key-1f3870be274f6c49"
)

// cast is the world in which a program begins.
func (p Program) cast() emulator.World {
	mode := emulator.AddressedByPhone
	if p.LID {
		mode = emulator.AddressedByLID
	}
	member := func(phone, role string) emulator.Member { return emulator.Member{Phone: phone, Role: role} }
	hidden := member(hugo, emulator.RoleMember)
	hidden.HidePhone = true
	return emulator.World{
		Account: emulator.Account{Phone: own},
		People: []emulator.Person{
			{Phone: emil, Registered: true, Adds: emulator.AddsNobody},
			{Phone: fritz},
			{Phone: bruno, Registered: true},
		},
		Groups: []emulator.Group{
			{
				ID: foreign[club], Name: "Club", Owner: owner, AddressingMode: mode, HidesPhones: p.Hidden,
				RecentlyLeft: []string{gina},
				Members: []emulator.Member{
					member(owner, emulator.RoleSuperadmin), member(own, emulator.RoleAdmin),
					member(dora, emulator.RoleMember), member(other, emulator.RoleMember), hidden,
				},
			},
			{
				ID: foreign[choir], Name: "Choir", Owner: owner, AddressingMode: mode, HidesPhones: p.Hidden,
				Members: []emulator.Member{
					member(owner, emulator.RoleSuperadmin), member(own, emulator.RoleMember),
					member(anna, emulator.RoleMember),
				},
			},
			{
				ID: foreign[chess], Name: "Chess", Owner: owner, InviteCode: chessCode,
				Members: []emulator.Member{member(owner, emulator.RoleSuperadmin)},
			},
			{ // Who is in a group of their own looks like somebody who has left the others.
				ID: "120363000000000029@g.us", Name: "Theirs", Owner: second, AddressingMode: mode,
				Members: []emulator.Member{member(second, emulator.RoleSuperadmin), member(other, emulator.RoleMember)},
			},
			{
				ID: foreign[circle], Name: "Circle", Owner: owner, AddressingMode: mode, HidesPhones: p.Hidden,
				JoinApprovalRequired: true,
				JoinRequests:         []emulator.JoinRequest{{Phone: emil}, {Phone: ida}, {Phone: joan}},
				Members: []emulator.Member{
					member(owner, emulator.RoleSuperadmin), member(own, emulator.RoleAdmin),
					member(carla, emulator.RoleMember),
				},
			},
		},
	}
}
