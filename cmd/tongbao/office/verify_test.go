package office

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A month that nobody reported is issued; then somebody meddles.
func TestVerifyFindsWhatDiffers(t *testing.T) {
	dir := quietWorkspace(t)
	put(filepath.Join(dir, inboxDir, "坏文件.xlsx"), []byte("no workbook"))
	if err := runAt(t, dir, "2023-02-20 09:00"); err != nil {
		t.Fatal(err)
	}
	kinds := func() (list []string) {
		o, err := Open(Options{Dir: dir, Now: clock("2023-02-20 10:00")})
		if err != nil {
			t.Fatal(err)
		}
		defer o.Close()
		v, err := o.Verify(context.Background())
		if err != nil || v.Documents == 0 || v.OK != (len(v.Problems) == 0) {
			t.Fatalf("%+v, %v", v, err)
		}
		for _, p := range v.Problems {
			list = append(list, p.Kind)
		}
		slices.Sort(list)
		return list
	}
	same(t, "untouched", kinds())
	kept, _ := filepath.Glob(filepath.Join(dir, archiveDir, "*"))
	pdfs, _ := filepath.Glob(filepath.Join(dir, outDir, "2023-01", "*.pdf"))
	if len(kept) != 1 || len(pdfs) == 0 {
		t.Fatal(kept, pdfs)
	}
	os.Chmod(kept[0], 0o644)
	os.WriteFile(kept[0], []byte("other bytes"), 0o644)
	os.WriteFile(filepath.Join(dir, archiveDir, strings.Repeat("a", 64)), []byte("x"), 0o644)
	os.WriteFile(filepath.Join(dir, outDir, "自拟.pdf"), []byte("x"), 0o644)
	os.WriteFile(pdfs[0], []byte("%PDF"), 0o644)
	os.Remove(strings.TrimSuffix(pdfs[0], ".pdf") + ".xlsx")
	same(t, "meddled with", kinds(), ProblemArchiveChanged, ProblemArchiveUnknown, ProblemFileChanged, ProblemFileMissing, ProblemFileUnknown)
	os.Remove(kept[0])
	if got := kinds(); !slices.Contains(got, ProblemArchiveMissing) {
		t.Errorf("removed: %v", got)
	}
}
