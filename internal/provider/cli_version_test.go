package provider_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"sync"
	"testing"
)

// A feature is something that not every CLI that the provider works with knows.
type feature struct {
	name string
	// terraform and openTofu are the first versions that know it. OpenTofu may not know it at all.
	terraform, openTofu []int
}

var (
	testFiles = feature{"terraform test", []int{1, 6}, []int{1, 6}}
	// OpenTofu had removed blocks before, without a lifecycle in them.
	removedBlock = feature{"removed blocks with a lifecycle", []int{1, 7}, []int{1, 10}}
	functions    = feature{"functions of providers", []int{1, 8}, []int{1, 7}}
	// OpenTofu 1.8 calls no function of a provider that has no configuration; 1.11 does.
	functionsAlone     = feature{"functions of a provider without a configuration", []int{1, 8}, []int{1, 11}}
	ephemeralValues    = feature{"ephemeral values", []int{1, 10}, []int{1, 11}}
	importByIdentity   = feature{"import by identity", []int{1, 12}, []int{1, 12}}
	listResources      = feature{"list resources", []int{1, 14}, nil}
	actionsOfProviders = feature{"actions", []int{1, 14}, nil}
)

// needs skips a test that runs a CLI which does not know a feature.
func needs(t *testing.T, f feature) {
	t.Helper()
	if !byCLI(t) || os.Getenv("TF_ACC_TERRAFORM_PATH") == "" {
		return
	}
	version, err := cliVersion()
	if err != nil {
		t.Fatal(err)
	}
	first := f.terraform
	if os.Getenv("TF_ACC_PROVIDER_HOST") != "" {
		first = f.openTofu
	}
	if first == nil || slices.Compare(version, first) < 0 {
		t.Skip("the CLI does not know " + f.name)
	}
}

// cliVersion is the version of the CLI that the tests run, major and minor.
var cliVersion = sync.OnceValues(func() ([]int, error) {
	printed, err := exec.Command(os.Getenv("TF_ACC_TERRAFORM_PATH"), "version", "-json").Output()
	if err != nil {
		return nil, err
	}
	var told struct {
		Version string `json:"terraform_version"`
	}
	if err := json.Unmarshal(printed, &told); err != nil {
		return nil, err
	}
	version := make([]int, 2)
	if _, err := fmt.Sscanf(told.Version, "%d.%d", &version[0], &version[1]); err != nil {
		return nil, fmt.Errorf("version %q: %w", told.Version, err)
	}
	return version, nil
})
