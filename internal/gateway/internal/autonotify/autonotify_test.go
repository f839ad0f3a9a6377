package autonotify_test

import (
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
)

func TestNewRefuses(t *testing.T) {
	paths := map[string]string{"leave": "x"}
	for _, test := range []struct {
		options autonotify.Options
		want    string
	}{
		{
			autonotify.Options{API: "gamma"},
			`the API "gamma" of Autonotify is not known: it must be auto, beta or nexus`,
		},
		{
			autonotify.Options{API: autonotify.APINexus, Paths: paths},
			`the paths are for the API "beta": set autonotify = { api = "beta" }`,
		},
		{autonotify.Options{Paths: paths}, `the paths are for the API "beta": set autonotify = { api = "beta" }`},
		{
			autonotify.Options{API: autonotify.APIBeta, Paths: paths},
			"the path of the operation leave: it must begin with a method, one of GET, POST, PUT, PATCH, DELETE",
		},
	} {
		g, err := autonotify.New(httpapi.Config{Endpoint: "http://localhost", AuthValue: "secret-key"}, "default",
			test.options)
		if err == nil || err.Error() != test.want || g != nil {
			t.Errorf("%+v: %v, %v", test.options, g, err)
		}
	}
	for _, api := range []string{autonotify.APIAuto, autonotify.APINexus, autonotify.APIBeta} {
		options := autonotify.Options{API: api}
		if g, err := autonotify.New(httpapi.Config{Endpoint: "localhost"}, "default", options); err == nil || g != nil {
			t.Errorf("%s: no URL: %v, %v", api, g, err)
		}
		if g, err := autonotify.New(httpapi.Config{Endpoint: "http://localhost"}, "a\nb", options); err == nil ||
			g != nil {
			t.Errorf("%s: no session: %v, %v", api, g, err)
		}
	}
}
