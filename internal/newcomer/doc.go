// Package newcomer has the tests that do what somebody does who has nothing but this repository: they install the
// provider, and follow the guides line by line. They run its binary by a CLI, and see WhatsApp through the emulator.
package newcomer
