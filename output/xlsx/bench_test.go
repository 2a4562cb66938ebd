package xlsx

import "testing"

func BenchmarkForm(b *testing.B) {
	in := sampleInput()
	for b.Loop() {
		must(b)(Form(in))
	}
}

func BenchmarkAnnotate(b *testing.B) {
	original, r := returned(b), sampleReceipt()
	for b.Loop() {
		must(b)(Annotate(original, r))
	}
}

func BenchmarkFigures(b *testing.B) {
	d := sampleDocument()
	for b.Loop() {
		must(b)(Document(d))
	}
}
