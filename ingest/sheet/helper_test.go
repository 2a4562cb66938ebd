package sheet_test

import (
	"os"
	"strings"
	"testing"

	"tongbao/ingest/finding"
	"tongbao/ingest/sheet"
)

// verdict sums up what Open said, and fails the test where a refusal does not
// tell cause and cure in Chinese.
func verdict(t *testing.T, path string, w *sheet.Workbook, findings finding.List) string {
	t.Helper()
	if w != nil {
		return "read"
	}
	if len(findings) != 1 || findings[0].Level != finding.Error || !strings.HasPrefix(findings[0].Code, "F-") {
		t.Fatalf("%s: refused with %v, want one F-error", path, findings)
	}
	f := findings[0]
	if !strings.HasSuffix(f.Message, "。") || !strings.HasSuffix(f.Hint, "。") {
		t.Errorf("%s: refusal %q %q is no pair of sentences", path, f.Message, f.Hint)
	}
	if os.Getenv("TONGBAO_CORPUS_LIST") != "" {
		t.Log(path, f.Code, f.Place, f.Message)
	}
	return f.Code
}
