package chaos

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/provider"
)

// served is the process of a provider, as far as a test can have one: it can die, and a panic ends it alone.
type served struct {
	tfprotov6.ProviderServer
	door     *door
	panicked func(string)
}

var errDied = errors.New("the process of the provider is gone")

// schemas are asked for once in a campaign.
var schemas = sync.OnceValues(func() (*tfprotov6.GetProviderSchemaResponse, error) {
	server := providerserver.NewProtocol6(provider.New("test")())()
	return server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
})

func serve(d *door, waits account.Settings, panicked func(string)) tfprotov6.ProviderServer {
	server := providerserver.NewProtocol6(provider.NewWith("test", waits)())()
	return &served{ProviderServer: server, door: d, panicked: panicked}
}

// alive makes a call, and gives up on it where the process dies.
func alive[T any](s *served, call func() (T, error)) (T, error) {
	type answer struct {
		value T
		err   error
	}
	answered := make(chan answer, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				s.panicked(fmt.Sprintf("%v\n%s", p, debug.Stack()))
				answered <- answer{err: errDied}
			}
		}()
		value, err := call()
		answered <- answer{value, err}
	}()
	select {
	case a := <-answered:
		s.door.mu.Lock()
		dead := s.door.dead
		s.door.mu.Unlock()
		if dead {
			var none T
			return none, errDied
		}
		return a.value, a.err
	case <-s.door.gone:
		var none T
		return none, errDied
	}
}

func (s *served) GetProviderSchema(
	context.Context, *tfprotov6.GetProviderSchemaRequest,
) (*tfprotov6.GetProviderSchemaResponse, error) {
	return schemas()
}

func (s *served) ConfigureProvider(
	ctx context.Context, req *tfprotov6.ConfigureProviderRequest,
) (*tfprotov6.ConfigureProviderResponse, error) {
	return alive(s, func() (*tfprotov6.ConfigureProviderResponse, error) {
		return s.ProviderServer.ConfigureProvider(ctx, req)
	})
}

func (s *served) ReadResource(
	ctx context.Context, req *tfprotov6.ReadResourceRequest,
) (*tfprotov6.ReadResourceResponse, error) {
	return alive(s, func() (*tfprotov6.ReadResourceResponse, error) { return s.ProviderServer.ReadResource(ctx, req) })
}

func (s *served) PlanResourceChange(
	ctx context.Context, req *tfprotov6.PlanResourceChangeRequest,
) (*tfprotov6.PlanResourceChangeResponse, error) {
	return alive(s, func() (*tfprotov6.PlanResourceChangeResponse, error) {
		return s.ProviderServer.PlanResourceChange(ctx, req)
	})
}

func (s *served) ApplyResourceChange(
	ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest,
) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return alive(s, func() (*tfprotov6.ApplyResourceChangeResponse, error) {
		return s.ProviderServer.ApplyResourceChange(ctx, req)
	})
}

func (s *served) ImportResourceState(
	ctx context.Context, req *tfprotov6.ImportResourceStateRequest,
) (*tfprotov6.ImportResourceStateResponse, error) {
	return alive(s, func() (*tfprotov6.ImportResourceStateResponse, error) {
		return s.ProviderServer.ImportResourceState(ctx, req)
	})
}

func (s *served) ReadDataSource(
	ctx context.Context, req *tfprotov6.ReadDataSourceRequest,
) (*tfprotov6.ReadDataSourceResponse, error) {
	return alive(s, func() (*tfprotov6.ReadDataSourceResponse, error) {
		return s.ProviderServer.ReadDataSource(ctx, req)
	})
}
