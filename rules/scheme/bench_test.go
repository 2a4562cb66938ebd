package scheme_test

import (
	"testing"

	"tongbao/rules/scheme"
)

func BenchmarkLoad(b *testing.B) {
	tables := scheme.Defaults()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := scheme.Load(tables); err != nil {
			b.Fatal(err)
		}
	}
}
