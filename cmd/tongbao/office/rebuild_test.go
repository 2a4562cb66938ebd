package office

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tongbao/ingest"
	"tongbao/ingest/ledger"
	"tongbao/output/xlsx"
	"tongbao/rules/scheme"
	"tongbao/templates"
)

// A quarter that nobody reported, issued with the office's own wording and its
// own face for 仿宋: three circulars with their notices and internal sheets, a
// ranking shown and made final. (Corrections and what was signed by hand are
// made again in the transcripts signed.txtar and assess.txtar.) Then everything they were
// made from is changed, and each of them still comes out byte for byte.

const (
	ownWording = `{{define "引言"}}{{para}}现将{{.Full}}份{{.Scope}}情况通报如下，请各单位对照检查。{{end}}`
	ownFace    = "仿宋_GB2312.ttf"
)

func issuedQuarter(t *testing.T) string {
	t.Helper()
	dir := quietWorkspace(t)
	for name, content := range map[string]string{"wording/circular.tmpl": ownWording, "fonts/" + ownFace: templates.FontKai} {
		if err := put(filepath.Join(dir, filepath.FromSlash(name)), []byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	for _, when := range []string{"2023-02-20 09:00", "2023-03-20 09:00", "2023-04-20 09:00"} {
		if err := runAt(t, dir, when); err != nil {
			t.Fatal(err)
		}
	}
	o, err := Open(Options{Dir: dir, Now: clock("2023-05-15 09:00"), Write: true})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	if _, err := o.IssueRanking(context.Background(), ingest.Quarter{Year: 2023, Number: 1}, Approval{Signer: "分管领导"}); err != nil {
		t.Fatal(err)
	}
	return dir
}

// verified are the problems of a workspace; what it has been through is gone
// through whatever they are.
func verified(t *testing.T, dir string, documents int) (list []Problem) {
	t.Helper()
	v := verifiedAt(t, dir, clock("2023-05-16 09:00"))
	if v.Documents != documents {
		t.Errorf("%d documents made again, want %d", v.Documents, documents)
	}
	// The tests here stand in for an earlier program by writing into the ledger;
	// that its seals tell so is verify_test.go's to look at.
	return slices.DeleteFunc(v.Problems, func(p Problem) bool { return p.Kind == ProblemForged })
}

func kindsOf(problems []Problem) (list []string) {
	for _, p := range problems {
		list = append(list, p.Kind)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func issuedDocuments(t *testing.T, dir string) []ledger.Document {
	t.Helper()
	l, err := ledger.OpenReadOnly(filepath.Join(dir, ledgerFile))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	list, err := l.Documents(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestRebuiltFromTheManifestAlone(t *testing.T) {
	dir := issuedQuarter(t)
	issued := issuedDocuments(t, dir)
	have := map[string]int{}
	for _, d := range issued {
		have[d.Kind+" "+string(d.Status)]++
	}
	for _, want := range []string{"circular issued", "internal issued", "ranking published", "ranking final", "notice issued"} {
		if have[want] == 0 {
			t.Errorf("no %s among %v", want, have)
		}
	}
	same(t, "as it was issued", kindsOf(verified(t, dir, len(issued))))

	t.Run("font archived once", func(t *testing.T) {
		sum := hash([]byte(templates.FontKai))
		for _, d := range issued {
			if len(d.Manifest.OwnFonts) != 1 || d.Manifest.OwnFonts[ownFace] != sum {
				t.Fatalf("%s names %v", documentName(d), d.Manifest.OwnFonts)
			}
		}
		kept, err := os.ReadFile(filepath.Join(dir, archiveDir, sum))
		if err != nil || string(kept) != templates.FontKai {
			t.Errorf("archive has %d bytes of the face, %v", len(kept), err)
		}
		if entries, _ := os.ReadDir(filepath.Join(dir, archiveDir)); len(entries) != 1 {
			t.Errorf("the archive has %d files, want the face alone", len(entries))
		}
	})
	wording, face := filepath.Join(dir, wordingDir, "circular.tmpl"), filepath.Join(dir, fontsDir, ownFace)
	write := func(file, text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("scheme, register and wording changed", func(t *testing.T) {
		otherWorkbooks(t, dir)
		write(wording, `{{define "引言"}}{{para}}另一种写法。{{end}}`)
		same(t, "others", kindsOf(verified(t, dir, len(issued))))
	})
	t.Run("wording faulty, another face of the same name", func(t *testing.T) {
		write(wording, `{{define "引言"}}{{.Nothing}}{{end}}`)
		write(face, templates.FontHei)
		same(t, "others", kindsOf(verified(t, dir, len(issued))))
	})
	t.Run("wording and fonts removed, restored from a backup", func(t *testing.T) {
		os.Remove(wording)
		os.RemoveAll(filepath.Join(dir, fontsDir))
		zip, to := filepath.Join(t.TempDir(), "b.zip"), filepath.Join(t.TempDir(), "restored")
		o, err := Open(Options{Dir: dir, Now: clock("2023-05-16 09:00")})
		if err != nil {
			t.Fatal(err)
		}
		defer o.Close()
		if _, err := o.Backup(context.Background(), zip); err != nil {
			t.Fatal(err)
		}
		if _, err := Restore(context.Background(), zip, to, nil); err != nil {
			t.Fatal(err)
		}
		same(t, "restored", kindsOf(verified(t, to, len(issued))))
	})
	// The archived face damaged, then lost: told as that; the documents are
	// compared as data, and not reported beside it.
	t.Run("archived font lost", func(t *testing.T) {
		kept := filepath.Join(dir, archiveDir, hash([]byte(templates.FontKai)))
		os.Chmod(kept, 0o644)
		if err := os.WriteFile(kept, []byte("other bytes"), 0o644); err != nil {
			t.Fatal(err)
		}
		same(t, "damaged", kindsOf(verified(t, dir, len(issued))), ProblemArchiveChanged)
		os.Remove(kept)
		problems := verified(t, dir, len(issued))
		same(t, "lost", kindsOf(problems), ProblemArchiveMissing)
		if len(problems) != 1 || !strings.Contains(problems[0].What, "字体文件“"+ownFace+"”") {
			t.Errorf("lost: %v", problems)
		}
	})
}

// otherWorkbooks puts a scheme with twice the targets of one indicator, and a
// register with a next step of the office's own for a month that was issued.
func otherWorkbooks(t *testing.T, dir string) {
	t.Helper()
	tables := startingIn(scheme.Defaults(), ingest.Period{Year: 2023, Month: 1})
	register := scheme.RegisterDefaults()
	changed := 0
	for _, table := range tables {
		if table.Sheet == "目标" {
			fill(table, "下限", "99", func(row []string) bool {
				meant := slices.Contains(row, "签约金额")
				if meant {
					changed++
				}
				return meant
			})
		}
	}
	for i, table := range register {
		if table.Sheet == "本月文字" {
			row := scheme.Row{Number: table.Header + 1, Cells: make([]string, len(table.Columns))}
			register[i].Rows = []scheme.Row{row}
			for name, text := range map[string]string{"月份": "2023-02", "位置": "下一步要求", "内容": "各专班要在月底前补报。"} {
				fill(register[i], name, text, func([]string) bool { changed++; return true })
			}
		}
	}
	if changed != 6+3 { // a target of each task force; three cells of one text
		t.Fatalf("%d cells changed: the tables have other names now", changed)
	}
	for file, list := range map[string][]scheme.Table{schemeFile: tables, registerFile: register} {
		content, err := xlsx.Tables(xlsx.Workbook{Tables: officeTables(list)})
		if err == nil {
			err = put(filepath.Join(dir, file), content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// A ledger that an earlier program wrote: the same figures were drawn as other
// bytes. That is no fault where the renderer was another; it is one where it
// was this one; and other figures are a fault in any case.
func TestRebuiltByAnotherRenderer(t *testing.T) {
	dir := quietWorkspace(t)
	if err := runAt(t, dir, "2023-02-20 09:00"); err != nil {
		t.Fatal(err)
	}
	documents := len(issuedDocuments(t, dir))
	otherBytes(t, dir)
	same(t, "other bytes, the same renderer", kindsOf(verified(t, dir, documents)), ProblemLayoutDiffers)
	inLedger(t, dir, `UPDATE document SET manifest = json_set(manifest, '$.renderer', '1')`)
	same(t, "other bytes, another renderer", kindsOf(verified(t, dir, documents)))
	inLedger(t, dir, `UPDATE document SET data = json_set(data, '$.figures[0].expected', '7.77') WHERE kind = 'circular'`)
	problems := verified(t, dir, documents)
	same(t, "other figures, another renderer", kindsOf(problems), ProblemDocumentDiffers)
	if len(problems) != 1 || !strings.Contains(problems[0].What, "figures/0/expected 原为 7.77") {
		t.Errorf("%v", problems)
	}
}

// January and February have no circular, and March's was issued by an earlier
// program, which told nothing of them: April's of today's raises what was missing
// in each, once. Where March's told of them, or the two were told by February's,
// April raises nothing of the kind.
func TestMonthsLeftOutByAnEarlierProgram(t *testing.T) {
	ctx := context.Background()
	issue := func(t *testing.T, dir, madeBy string, month int, when string) {
		t.Helper()
		o, err := Open(Options{Dir: dir, Now: clock(when), Write: true})
		if err != nil {
			t.Fatal(err)
		}
		defer o.Close()
		o.madeBy = madeBy
		if _, err := o.Circular(ctx, ingest.Period{Year: 2023, Month: month}, Making{}); err != nil {
			t.Fatal(err)
		}
		if madeBy != "" {
			inLedger(t, dir, `UPDATE document SET manifest = json_set(manifest, '$.renderer', ?) WHERE period = ?`, madeBy, fmt.Sprintf("2023-%02d", month))
		}
	}
	// missing counts the months' returns that a month's circular raises as missing,
	// of seven task forces each.
	missing := func(t *testing.T, dir string, month int) map[string]int {
		t.Helper()
		var doc circularData
		for _, d := range issuedDocuments(t, dir) {
			if d.Kind == kindCircular && d.Period == fmt.Sprintf("2023-%02d", month) {
				if err := json.Unmarshal(d.Data, &doc); err != nil {
					t.Fatal(err)
				}
			}
		}
		n := map[string]int{}
		for _, it := range doc.Items {
			if e := it.History[0]; e.Period.Month == month {
				n[e.Text]++
			}
		}
		return n
	}
	jan, feb, mar, apr := "2023年1月份月报表缺报", "2023年2月份月报表缺报", "2023年3月份月报表缺报", "2023年4月份月报表缺报"
	for _, c := range []struct {
		why          string
		february     string // the program that issued February's; "" for none did
		march        string
		told, raised map[string]int // by March's, by April's
	}{
		{"by one that told nothing", "", "6", map[string]int{mar: 7}, map[string]int{jan: 7, feb: 7, apr: 7}},
		{"by one that told the months before it", "", "7", map[string]int{jan: 7, feb: 7, mar: 7}, map[string]int{apr: 7}},
		{"over one that told nothing", "6", "7", map[string]int{mar: 7}, map[string]int{jan: 7, apr: 7}},
		{"by today's", "", "", map[string]int{jan: 7, feb: 7, mar: 7}, map[string]int{apr: 7}},
	} {
		t.Run(c.why, func(t *testing.T) {
			dir := quietWorkspace(t)
			if c.february != "" {
				issue(t, dir, c.february, 2, "2023-03-10 09:00")
			}
			issue(t, dir, c.march, 3, "2023-04-12 09:00")
			if got := missing(t, dir, 3); !maps.Equal(got, c.told) {
				t.Fatalf("March raises %v, not %v", got, c.told)
			}
			issue(t, dir, "", 4, "2023-05-12 09:00")
			if got := missing(t, dir, 4); !maps.Equal(got, c.raised) {
				t.Errorf("April raises %v, not %v", got, c.raised)
			}
			issue(t, dir, "", 5, "2023-06-12 09:00")
			if got := missing(t, dir, 5); len(got) != 1 {
				t.Errorf("May raises %v", got)
			}
			same(t, "rebuilt", kindsOf(verified(t, dir, len(issuedDocuments(t, dir)))))
			o, err := Open(Options{Dir: dir, Now: clock("2023-06-13 09:00")})
			if err != nil {
				t.Fatal(err)
			}
			defer o.Close()
			if r, err := o.Rehearse(ctx, ""); err != nil || len(r.Items) > 0 {
				t.Errorf("rehearsed: %+v, %v", r.Items, err)
			}
		})
	}
}

// otherBytes lengthens every issued PDF by a comment, in the ledger and in out/.
func otherBytes(t *testing.T, dir string) {
	t.Helper()
	for _, d := range issuedDocuments(t, dir) {
		for _, f := range d.Files {
			if filepath.Ext(f.Path) != ".pdf" {
				continue
			}
			path := filepath.Join(dir, filepath.FromSlash(f.Path))
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			content = append(bytes.Clone(content), "\n% drawn otherwise\n"...)
			if err := os.WriteFile(path, content, 0o644); err != nil {
				t.Fatal(err)
			}
			inLedger(t, dir, `INSERT INTO blob VALUES (?, ?)`, hash(content), content)
			inLedger(t, dir, `UPDATE document_file SET sha256 = ?, size = ? WHERE path = ?`, hash(content), len(content), f.Path)
		}
	}
}

// inLedger changes what a ledger does not let itself be changed, and puts its
// guards back, since verify misses them.
func inLedger(t *testing.T, dir, statement string, args ...any) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, ledgerFile))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, table := range []string{"document", "document_file"} {
		var guard string
		if err := db.QueryRow("SELECT sql FROM sqlite_master WHERE name = ?", table+"_no_update").Scan(&guard); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(fmt.Sprintf("DROP TRIGGER %s_no_update", table)); err != nil {
			t.Fatal(err)
		}
		defer func() {
			if _, err := db.Exec(guard); err != nil {
				t.Error(err)
			}
		}()
	}
	result, err := db.Exec(statement, args...)
	if err != nil {
		t.Fatal(err)
	}
	if n, _ := result.RowsAffected(); n == 0 {
		t.Fatalf("%s changed nothing", statement)
	}
}

// What verify finds otherwise is one place and short, whichever side has more.
func TestFirstDifference(t *testing.T) {
	for _, c := range []struct{ was, is, want string }{
		{`{"a":1,"b":[{"c":"x"}]}`, `{"a":1,"b":[{"c":"x"}]}`, ""},
		{`{"a":1,"b":[{"c":"x"}]}`, `{"a":1,"b":[{"c":"y"}]}`, "b/0/c 原为 x，重制为 y"},
		{`{"a":1}`, `{"a":1,"told":{"since":2}}`, `told 原为 无，重制为 {"since":2}`},
		{`{"a":1,"b":2}`, `{"b":2}`, "a 原为 1，重制为 无"},
		{`{"a":[1,2,3]}`, `{"a":[1,2]}`, `a 原有3项，重制为2项`},
		{`{"a":[1,2,3]}`, `{"a":[1,4]}`, "a/1 原为 2，重制为 4"},
		{`{"a":"` + strings.Repeat("长", 500) + `"}`, `{"a":"短"}`, "a 原为 " + strings.Repeat("长", 100) + "……，重制为 短"},
	} {
		var a, b any
		if err := errors.Join(json.Unmarshal([]byte(c.was), &a), json.Unmarshal([]byte(c.is), &b)); err != nil {
			t.Fatal(err)
		}
		if got := firstDifference("", a, b); got != c.want {
			t.Errorf("%s and %s: %q, want %q", c.was, c.is, got, c.want)
		}
	}
}
