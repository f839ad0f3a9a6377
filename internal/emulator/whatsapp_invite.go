package emulator

// inviteCode returns the code of a group's invite link, which only admins may see.
func (w *whatsapp) inviteCode(id string) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	g, err := w.asAdmin(id)
	if err != nil {
		return "", err
	}
	return g.InviteCode, nil
}

// revokeInvite makes a new code. The old one is dead.
func (w *whatsapp) revokeInvite(id string) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	g, err := w.asAdmin(id)
	if err != nil {
		return "", err
	}
	w.revoked[g.InviteCode] = true
	g.InviteCode = newCode()
	return g.InviteCode, nil
}

// invitedTo returns the group that a code leads to.
func (w *whatsapp) invitedTo(code string) (groupView, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	g, err := w.byCode(code)
	if err != nil {
		return groupView{}, err
	}
	return w.view(g), nil
}

// join enters a group by its code. Where admins approve of newcomers, the account only waits for one of them; the answer is
// the same. Being in already changes nothing.
func (w *whatsapp) join(code string) (groupView, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	g, err := w.byCode(code)
	switch {
	case err != nil:
		return groupView{}, err
	case w.joined(g):
	case len(g.Members) >= maxMembers:
		return groupView{}, errGroupFull
	case g.JoinApprovalRequired:
		g.pending = true
	default:
		g.Members = append(g.Members, Member{Phone: w.account.Phone, LID: w.account.LID, Role: RoleMember})
		g.chat, g.pending = true, false
	}
	return w.view(g), nil
}

func (w *whatsapp) byCode(code string) (*group, error) {
	for _, g := range w.groups {
		if g.InviteCode == code {
			return g, nil
		}
	}
	if w.revoked[code] {
		return nil, errLinkRevoked
	}
	return nil, errLinkInvalid
}
