//nolint:misspell // The gateway speaks Portuguese.
package nexus

import (
	"context"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// route is a route with the words of its task.
type route struct {
	wire.Route[*call]
	task task
}

// task has the words of one route. An error passes through three layers, and each puts its own words before the reason.
// They are those of the source (internal/api/handlers/group.go, internal/services/whatsapp).
type task struct {
	failure string // The handler's, which is the answer's error.
	worker  string // The worker's, which begins the details.
	service string // The service's.
	done    string // The handler's, if all went well.
}

const api = "/api/v1"

// routes are the routes of evidence/autonotify.md §3.4 without those of communities, which the emulator does not serve.
var routes = append([]route{
	{Route: wire.Route[*call]{Method: "GET", Path: "/health", Serve: health}},
	// The words of the session are made up: this route fails only if a fault makes it fail.
	get("/session/", getSession, task{
		failure: "Falha ao obter sessão", worker: "falha ao obter sessão",
	}),
	post("/auth/session/encrypt", encryptSession, task{}),
	post("/message/check-number", checkNumber, task{
		failure: "Falha ao verificar número", worker: "falha ao verificar número",
		service: "falha ao verificar número",
	}),

	post("/group/create", createGroup, task{
		failure: "Falha ao criar grupo", worker: "falha ao criar grupo", service: "falha ao criar grupo",
		done: "Grupo criado com sucesso",
	}),
	get("/group/info", getGroup, task{
		failure: "Falha ao obter informações do grupo", worker: "falha ao obter informações do grupo",
		service: "falha ao obter informações do grupo",
	}, "group_jid"),
	get("/group/list", listGroups, task{
		failure: "Falha ao obter lista de grupos", worker: "falha ao obter grupos do usuário",
		service: "falha ao obter lista de grupos",
	}),
	get("/group/list/admin", listAdminGroups, task{
		failure: "Falha ao obter lista de grupos", worker: "falha ao obter grupos do usuário",
		service: "falha ao obter lista de grupos",
	}),
	post("/group/leave", leaveGroup, task{
		failure: "Falha ao sair do grupo", worker: "falha ao sair do grupo", service: "falha ao sair do grupo",
		done: "Saiu do grupo com sucesso",
	}),

	post("/group/participants/add", changeMembers(world.AddMember, "AddParticipantsRequest"), task{
		failure: "Falha ao adicionar participantes", worker: "falha ao adicionar participantes ao grupo",
		service: "falha ao adicionar participantes ao grupo", done: "Participantes adicionados com sucesso",
	}),
	post("/group/participants/remove", changeMembers(world.RemoveMember, "RemoveParticipantsRequest"), task{
		failure: "Falha ao remover participantes", worker: "falha ao remover participantes do grupo",
		service: "falha ao remover participantes do grupo", done: "Participantes removidos com sucesso",
	}),
	post("/group/participants/promote", changeMembers(world.PromoteMember, "PromoteParticipantsRequest"), task{
		failure: "Falha ao promover participantes", worker: "falha ao promover participantes do grupo",
		service: "falha ao promover participantes do grupo", done: "Participantes promovidos com sucesso",
	}),
	post("/group/participants/demote", changeMembers(world.DemoteMember, "DemoteParticipantsRequest"), task{
		failure: "Falha ao rebaixar participantes", worker: "falha ao rebaixar participantes do grupo",
		service: "falha ao rebaixar participantes do grupo", done: "Participantes rebaixados com sucesso",
	}),

	get("/group/invite-link", getInviteLink, task{
		failure: "Falha ao obter link de convite", worker: "falha ao obter link de convite do grupo",
		service: "falha ao obter link de convite",
	}, "group_jid"),
	post("/group/invite-link/revoke", revokeInviteLink, task{
		failure: "Falha ao revogar link de convite", worker: "falha ao revogar link de convite do grupo",
		service: "falha ao revogar link de convite", done: "Link de convite revogado e novo gerado com sucesso",
	}),
	post("/group/join", join, task{
		failure: "Falha ao entrar no grupo via link", worker: "falha ao entrar no grupo com o link",
		service: "falha ao entrar no grupo", done: "Entrou no grupo com sucesso",
	}),
}, settingRoutes...)

func get(path string, serve func(context.Context, *call) wire.Answer, t task, query ...string) route {
	return route{wire.Route[*call]{Method: "GET", Path: api + path, Query: query, Serve: serve}, t}
}

func post(path string, serve func(context.Context, *call) wire.Answer, t task) route {
	return route{wire.Route[*call]{Method: "POST", Path: api + path, Serve: serve}, t}
}
