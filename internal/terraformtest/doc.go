// Package terraformtest runs a provider as Terraform does, in the process of a test and without Terraform: it reads a
// configuration, walks over it, and holds the provider to what Terraform demands of it. Tests alone import it.
//
// What a walk does, and in which order, is what Terraform's core does; where versions differ, Options choose. Each walk
// has a process of the provider of its own, which is a fresh server here.
package terraformtest
