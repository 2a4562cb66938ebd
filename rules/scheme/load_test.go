package scheme_test

import (
	"os"
	"testing"

	"tongbao/rules/scheme"
)

func TestSecondLoads(t *testing.T) {
	tables, err := scheme.FromDir(os.DirFS("testdata/second"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := scheme.Load(tables); err != nil {
		t.Fatal(err)
	}
}
