// Package chaos attacks the provider. A campaign runs random programs: a program is a few steps, each with a changed
// configuration, with faults of the gateway, with people who act meanwhile, and perhaps with an end in the middle.
// After each step the world of the emulator, the states and what was said are held against the invariants
// (invariant*.go).
//
// A seed makes a program (generate*.go), which is data and can be printed, kept in a file and run again (program.go,
// run.go). One that breaks an invariant is shrunk until nothing more can be left out (shrink.go). `make chaos` runs a
// campaign.
package chaos
