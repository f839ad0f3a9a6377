//go:build unix

package newcomer_test

import (
	"archive/zip"
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// A release is what scripts/release-dry-run has made and wants to be looked at.
type release struct {
	folder, version, key string
	// sums are those of SHA256SUMS, by the name of the file.
	sums map[string]string
}

const project = "terraform-provider-whatsapp"

// platforms are those that HashiCorp recommends.
var platforms = []string{
	"darwin_amd64", "darwin_arm64", "freebsd_386", "freebsd_amd64", "linux_386", "linux_amd64", "linux_arm",
	"linux_arm64", "linux_s390x", "windows_386", "windows_amd64", "windows_arm64",
}

func released(t *testing.T) *release {
	t.Helper()
	r := &release{
		folder:  os.Getenv("RELEASE"),
		version: os.Getenv("RELEASE_VERSION"),
		key:     os.Getenv("RELEASE_KEY"),
		sums:    map[string]string{},
	}
	if r.folder == "" {
		t.Skip("RELEASE is not set: run it with make release-dry-run")
	}
	for line := range strings.Lines(r.read(t, r.name("SHA256SUMS"))) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		r.sums[name] = sum
	}
	return r
}

func (r *release) name(rest string) string { return project + "_" + r.version + "_" + rest }

func (r *release) read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(r.folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// A registry asks for these names, and for a sum of each file that is right.
func TestAccReleaseNames(t *testing.T) {
	r := released(t)
	want := []string{r.name("manifest.json")}
	for _, platform := range platforms {
		want = append(want, r.name(platform+".zip"), r.name(platform+".cdx.json"))
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(r.sums))); diff != "" {
		t.Errorf("SHA256SUMS does not list what it should (-want +got):\n%s", diff)
	}
	for name, want := range r.sums {
		if strings.HasSuffix(name, "_manifest.json") {
			// Goreleaser gives the file its name when it uploads it.
			name = filepath.Join("..", "terraform-registry-manifest.json")
		}
		if got := sha256.Sum256([]byte(r.read(t, name))); hex.EncodeToString(got[:]) != want {
			t.Errorf("%s has another sum than SHA256SUMS says", name)
		}
	}
	if signature := r.read(t, r.name("SHA256SUMS.sig")); strings.HasPrefix(signature, "-----BEGIN") {
		t.Error("the signature is armored, and registries take binary ones")
	}
}

// Every archive has one program of the right name, and every list says what is in it.
func TestAccReleaseContents(t *testing.T) {
	r := released(t)
	for _, platform := range platforms {
		archive, err := zip.OpenReader(filepath.Join(r.folder, r.name(platform+".zip")))
		if err != nil {
			t.Fatal(err)
		}
		program := project + "_v" + r.version
		if strings.HasPrefix(platform, "windows") {
			program += ".exe"
		}
		found := false
		for _, file := range archive.File {
			found = found || file.Name == program && file.Mode()&0o111 != 0
		}
		if !found {
			t.Errorf("%s: there is no program %s", platform, program)
		}
		_ = archive.Close()

		var list struct {
			Metadata struct {
				Component struct{ Name, Version string }
			}
			Components []struct{ Name string }
		}
		if err := json.Unmarshal([]byte(r.read(t, r.name(platform+".cdx.json"))), &list); err != nil {
			t.Fatal(err)
		}
		parts := map[string]bool{}
		for _, part := range list.Components {
			parts[part.Name] = true
		}
		if main := list.Metadata.Component; main.Version != "v"+r.version ||
			main.Name != "github.com/terraform-whatsapp/terraform-provider-whatsapp" ||
			!parts["github.com/hashicorp/terraform-plugin-framework"] || !parts["std"] {
			t.Errorf("%s: the list of what it is made of is of %+v and has %d parts", platform, main, len(parts))
		}
	}
}

const oneGroup = `
terraform {
  required_providers {
    whatsapp = { source = "terraform-whatsapp/whatsapp" }
  }
}
provider "whatsapp" {
  gateway  = "waha"
  endpoint = "%s/waha"
  api_key  = "emulator"
}
resource "whatsapp_group" "made" {
  name = "Ops"
}
`

// signed is what an init prints of a provider whose signature it has checked, in the words of Terraform and OpenTofu.
var signed = regexp.MustCompile(`\((self-)?signed, key ID`)

// The CLI takes the release from a registry, where it checks sums, signature and protocol, and copies it into a mirror.
// The program that is installed from there says its version, and applies.
func TestAccReleaseInstallsAndApplies(t *testing.T) {
	r := released(t)
	registry := r.registry(t)
	home, folder, mirror := t.TempDir(), t.TempDir(), t.TempDir()
	server := emulated(t, emulator.Options{})
	write := func(name, content string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("main.tf", fmt.Sprintf(oneGroup, server.url))
	direct := write("direct.tfrc", fmt.Sprintf(
		"host %q {\n  services = {\n    \"providers.v1\" = \"%s/\"\n  }\n}\n", host(), registry))
	mirrorOnly := write("mirror.tfrc", fmt.Sprintf(
		"provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirror))

	terraform := func(rc string, args ...string) string {
		t.Helper()
		command := exec.CommandContext(t.Context(), os.Getenv("TF_ACC_TERRAFORM_PATH"), args...)
		command.Dir, command.Env = folder, append(environment(home), "TF_CLI_CONFIG_FILE="+rc)
		printed, err := command.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %v: %s", args, err, printed)
		}
		return string(printed)
	}
	if printed := terraform(direct, "init", "-no-color"); !signed.MatchString(printed) {
		t.Errorf("nobody has looked at the signature: %s", printed)
	}
	terraform(direct, "providers", "mirror", mirror)
	for _, made := range []string{".terraform", ".terraform.lock.hcl"} {
		if err := os.RemoveAll(filepath.Join(folder, made)); err != nil {
			t.Fatal(err)
		}
	}
	terraform(mirrorOnly, "init")

	programs, err := filepath.Glob(filepath.Join(folder, ".terraform/providers/*/*/*/*/*", project+"_*"))
	if err != nil || len(programs) != 1 {
		t.Fatalf("installed are %v, %v", programs, err)
	}
	printed, err := exec.CommandContext(t.Context(), programs[0], "-version").Output()
	if string(printed) != project+" "+r.version+"\n" {
		t.Errorf("-version prints %q, %v", printed, err)
	}
	if protocol := spoken(t, programs[0]); !slices.Contains(r.protocols(t), protocol+".0") {
		t.Errorf("the program speaks protocol %s, and the manifest has %v", protocol, r.protocols(t))
	}
	terraform(mirrorOnly, "apply", "-auto-approve")
	if groups := server.World().Groups; len(groups) != 1 || groups[0].Name != "Ops" {
		t.Errorf("WhatsApp has %+v, want the group Ops alone", groups)
	}
	terraform(mirrorOnly, "destroy", "-auto-approve")
	if groups := server.World().Groups; len(groups) != 1 || len(groups[0].Members) != 0 {
		t.Errorf("WhatsApp is left with %+v, want a group that everybody has left", groups)
	}
}

// protocols are those of the manifest.
func (r *release) protocols(t *testing.T) []string {
	t.Helper()
	var manifest struct {
		Version  int
		Metadata struct {
			Protocols []string `json:"protocol_versions"`
		}
	}
	if err := json.Unmarshal([]byte(r.read(t, "../terraform-registry-manifest.json")), &manifest); err != nil {
		t.Fatal(err)
	}
	if manifest.Version != 1 {
		t.Errorf("the manifest is of version %d, and registries know 1", manifest.Version)
	}
	return manifest.Metadata.Protocols
}

// spoken is the protocol that a program offers in the first line that it prints, after go-plugin's version.
func spoken(t *testing.T, program string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), program)
	// By this cookie a provider knows that it is Terraform that starts it.
	command.Env = append(os.Environ(), "PLUGIN_PROTOCOL_VERSIONS=6",
		"TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2")
	printed, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	}()
	line, err := bufio.NewReader(printed).ReadString('\n')
	if fields := strings.Split(line, "|"); len(fields) > 1 {
		return fields[1]
	}
	t.Fatalf("the program offers no protocol: %q, %v", line, err)
	return ""
}

// registry serves the release by the protocol of registries for providers, and gives the URL of that service.
func (r *release) registry(t *testing.T) string {
	t.Helper()
	key, err := os.ReadFile(r.key)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	answer := func(path string, body any) {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(body)
		})
	}
	goos, arch := runtime.GOOS, runtime.GOARCH
	file := r.name(goos + "_" + arch + ".zip")
	answer("/terraform-whatsapp/whatsapp/versions", map[string]any{"versions": []any{map[string]any{
		"version": r.version, "protocols": r.protocols(t), "platforms": []any{map[string]any{"os": goos, "arch": arch}},
	}}})
	answer("/terraform-whatsapp/whatsapp/"+r.version+"/download/"+goos+"/"+arch, map[string]any{
		"protocols": r.protocols(t), "os": goos, "arch": arch, "filename": file, "shasum": r.sums[file],
		"download_url":          server.URL + "/files/" + file,
		"shasums_url":           server.URL + "/files/" + r.name("SHA256SUMS"),
		"shasums_signature_url": server.URL + "/files/" + r.name("SHA256SUMS.sig"),
		"signing_keys": map[string]any{"gpg_public_keys": []any{
			map[string]any{"key_id": "0", "ascii_armor": string(key)},
		}},
	})
	mux.Handle("GET /files/", http.StripPrefix("/files/", http.FileServer(http.Dir(r.folder))))
	return server.URL
}
