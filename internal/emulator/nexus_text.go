//nolint:misspell // The gateway speaks Portuguese.
package emulator

// What the gateway says of participants before it asks WhatsApp.
const (
	nexusNoNumber = "número do participante não pode estar vazio"
	nexusNotValid = "falha ao validar participante %s: %s"
	nexusNobody   = "nenhum participante válido fornecido"
)

// nexusTask has the words of one route. An error passes through three layers, and each puts its own before the reason.
type nexusTask struct {
	failure string // The handler's, which is the answer's error.
	worker  string // The worker's, which begins the details.
	service string // The service's.
	done    string // The handler's in the case of success.
}

// nexusTasks are the words by route, as they are in the source (internal/api/handlers/group.go, internal/services/whatsapp). Those
// of the session are made up: its route fails only where a fault makes it.
var nexusTasks = map[string]nexusTask{
	nexusAPI + "/session/": {
		failure: "Falha ao obter sessão", worker: "falha ao obter sessão",
	},
	nexusAPI + "/message/check-number": {
		failure: "Falha ao verificar número", worker: "falha ao verificar número", service: "falha ao verificar número",
	},
	nexusAPI + "/group/create": {
		failure: "Falha ao criar grupo", worker: "falha ao criar grupo", service: "falha ao criar grupo",
		done: "Grupo criado com sucesso",
	},
	nexusAPI + "/group/info": {
		failure: "Falha ao obter informações do grupo", worker: "falha ao obter informações do grupo",
		service: "falha ao obter informações do grupo",
	},
	nexusAPI + "/group/list": {
		failure: "Falha ao obter lista de grupos", worker: "falha ao obter grupos do usuário",
		service: "falha ao obter lista de grupos",
	},
	nexusAPI + "/group/list/admin": {
		failure: "Falha ao obter lista de grupos", worker: "falha ao obter grupos do usuário",
		service: "falha ao obter lista de grupos",
	},
	nexusAPI + "/group/leave": {
		failure: "Falha ao sair do grupo", worker: "falha ao sair do grupo", service: "falha ao sair do grupo",
		done: "Saiu do grupo com sucesso",
	},
	nexusAPI + "/group/participants/add": {
		failure: "Falha ao adicionar participantes", worker: "falha ao adicionar participantes ao grupo",
		service: "falha ao adicionar participantes ao grupo", done: "Participantes adicionados com sucesso",
	},
	nexusAPI + "/group/participants/remove": {
		failure: "Falha ao remover participantes", worker: "falha ao remover participantes do grupo",
		service: "falha ao remover participantes do grupo", done: "Participantes removidos com sucesso",
	},
	nexusAPI + "/group/participants/promote": {
		failure: "Falha ao promover participantes", worker: "falha ao promover participantes do grupo",
		service: "falha ao promover participantes do grupo", done: "Participantes promovidos com sucesso",
	},
	nexusAPI + "/group/participants/demote": {
		failure: "Falha ao rebaixar participantes", worker: "falha ao rebaixar participantes do grupo",
		service: "falha ao rebaixar participantes do grupo", done: "Participantes rebaixados com sucesso",
	},
	nexusAPI + "/group/update/name": {
		failure: "Falha ao atualizar nome do grupo", worker: "falha ao atualizar nome do grupo",
		service: "falha ao atualizar nome do grupo", done: "Nome do grupo atualizado com sucesso",
	},
	nexusAPI + "/group/update/topic": {
		failure: "Falha ao atualizar tópico do grupo", worker: "falha ao atualizar tópico do grupo",
		service: "falha ao atualizar tópico do grupo", done: "Tópico do grupo atualizado com sucesso",
	},
	nexusAPI + "/group/update/picture": {
		failure: "Falha ao atualizar foto do grupo", worker: "falha ao atualizar foto do grupo",
		service: "falha ao atualizar foto do grupo", done: "Foto do grupo atualizada com sucesso",
	},
	nexusAPI + "/group/set-locked": {
		failure: "Falha ao alterar status de bloqueio do grupo", worker: "falha ao alterar status de bloqueio do grupo",
		service: "falha ao alterar status de bloqueio do grupo", done: "Status de bloqueio do grupo alterado com sucesso",
	},
	nexusAPI + "/group/set-announce": {
		failure: "Falha ao alterar modo de anúncio do grupo", worker: "falha ao alterar modo de anúncio do grupo",
		service: "falha ao alterar modo de anúncio do grupo", done: "Modo de anúncio do grupo alterado com sucesso",
	},
	nexusAPI + "/group/set-join-approval": {
		failure: "Falha ao alterar modo de aprovação de entrada do grupo",
		worker:  "falha ao alterar modo de aprovação de entrada do grupo",
		service: "falha ao alterar modo de aprovação de entrada do grupo",
		done:    "Modo de aprovação de entrada do grupo alterado com sucesso",
	},
	nexusAPI + "/group/set-member-add-mode": {
		failure: "Falha ao alterar modo de adição de membros do grupo",
		worker:  "falha ao alterar modo de adição de membros do grupo",
		service: "falha ao alterar modo de adição de membros do grupo",
		done:    "Modo de adição de membros do grupo alterado com sucesso",
	},
	nexusAPI + "/group/invite-link": {
		failure: "Falha ao obter link de convite", worker: "falha ao obter link de convite do grupo",
		service: "falha ao obter link de convite",
	},
	nexusAPI + "/group/invite-link/revoke": {
		failure: "Falha ao revogar link de convite", worker: "falha ao revogar link de convite do grupo",
		service: "falha ao revogar link de convite", done: "Link de convite revogado e novo gerado com sucesso",
	},
	nexusAPI + "/group/join": {
		failure: "Falha ao entrar no grupo via link", worker: "falha ao entrar no grupo com o link",
		service: "falha ao entrar no grupo", done: "Entrou no grupo com sucesso",
	},
}
