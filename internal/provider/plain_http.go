package provider

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// warnOfPlainHTTP warns where a key would cross the internet in clear text. It points at no argument: Terraform would
// print the line of the endpoint, which may have a password in it.
func warnOfPlainHTTP(endpoint string) diag.Diagnostics {
	var diags diag.Diagnostics
	parsed, err := url.Parse(strings.TrimSpace(endpoint))
	if err != nil || parsed.Scheme != "http" || isNear(parsed.Hostname()) {
		return diags
	}
	diags.AddWarning(
		"API key sent in clear text",
		fmt.Sprintf("The endpoint on %s uses plain http, so anybody on the way can read the API key and the "+
			"headers of every request. Whoever has the key can use the WhatsApp account.\n\nUse an https address "+
			"of the gateway, or reach it over a private network or a tunnel.", parsed.Hostname()),
	)
	return diags
}

// isNear reports whether a host is on this machine or in a network of its owner, as far as its name tells.
func isNear(host string) bool {
	if address, err := netip.ParseAddr(host); err == nil {
		address = address.Unmap()
		return address.IsLoopback() || address.IsPrivate() || address.IsLinkLocalUnicast()
	}
	name := strings.ToLower(strings.TrimSuffix(host, "."))
	return !strings.Contains(name, ".") || strings.HasSuffix(name, ".local") ||
		strings.HasSuffix(name, ".internal") || strings.HasSuffix(name, ".localhost")
}
