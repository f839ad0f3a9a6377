package phone_test

import (
	"fmt"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// BenchmarkGroupOfNumbers reads the numbers of a group again and again, as Terraform has it, and numbers that were
// never asked for before.
func BenchmarkGroupOfNumbers(b *testing.B) {
	written := make([]string, 500)
	for i := range written {
		written[i] = fmt.Sprintf("+55119%08d", 80000000+i)
	}
	b.Run("again", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			number, err := phone.Parse(written[i%len(written)])
			if err != nil || !number.Plausible() {
				b.Fatal(number, err)
			}
		}
	})
	b.Run("first", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			number, err := phone.Parse(fmt.Sprintf("+55119%08d", 60000000+i))
			if err != nil || !number.Plausible() {
				b.Fatal(number, err)
			}
		}
	})
}
