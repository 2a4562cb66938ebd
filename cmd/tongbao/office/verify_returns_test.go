//go:build !crash

package office

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/ledger"
	"tongbao/ingest/read"
)

// What was accepted under earlier rules of reading and reads otherwise now is
// no fault of the workspace: verify tells it and what to do, and is content.
// Under the same rules it is one.
func TestVerifyTellsEarlierReadings(t *testing.T) {
	content, err := os.ReadFile(faultyReturn)
	if err != nil {
		t.Fatal(err)
	}
	reads, err := readFile(readingOf(t, faultyReturn))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		why   string
		rules int
		edit  func(r *ingest.Return)
		want  []string // kind, words
	}{
		{"the same", 0, func(*ingest.Return) {}, nil},
		{"a value, by earlier rules", 0, changeAmount, []string{NoteReadOtherwise + " KFQ　2023年9月　第1次报送收到时由较早版本的程序读取，现行程序的读法不同：共1处，第一处在签约项目!E5，账本中是“77”，现在读作“3.2”。",
			NoteReadOtherwise + " 以上月报表，账本和签发的文件以收到时读取的为准"}},
		{"a remark, by earlier rules", 0, dropRepairs, []string{NoteReadOtherwise + " 有1份月报表收到时由较早版本的程序读取，现行程序读出的内容相同"}},
		{"a value, by these rules", read.Rules, changeAmount, []string{ProblemReturnDiffers + " KFQ　2023年9月　第1次报送：重读存档与账本不同：共1处，第一处在签约项目!E5"}},
		{"a remark, by these rules", read.Rules, dropRepairs, []string{ProblemReturnDiffers + " KFQ　2023年9月　第1次报送：重读存档与账本不同：填报内容相同"}},
	} {
		t.Run(c.why, func(t *testing.T) {
			dir := quietWorkspace(t)
			o, err := Open(Options{Dir: dir, Now: clock("2023-10-08 09:00"), Write: true})
			if err != nil {
				t.Fatal(err)
			}
			ctx, r := context.Background(), new(ingest.Return)
			if err := json.Unmarshal([]byte(asJSON(t, reads.Return)), r); err != nil {
				t.Fatal(err)
			}
			r.SHA256 = hash(content)
			r.Rules = c.rules
			c.edit(r)
			posted, err := o.ledger.Post(ctx, ledger.Posting{SHA256: r.SHA256, Name: r.File, At: o.Now, Return: r, Status: ledger.Accepted, Scheme: o.scheme.Digest, Register: o.register.Digest})
			if err := errors.Join(err, put(filepath.Join(dir, archiveDir, r.SHA256), content), o.ledger.Finish(ctx, posted.ID, o.Now), o.Close()); err != nil {
				t.Fatal(err)
			}
			v := verifiedAt(t, dir, clock("2023-10-08 10:00"))
			found := slices.Concat(v.Notes, slices.DeleteFunc(v.Problems, func(p Problem) bool { return p.Kind != ProblemReturnDiffers }))
			for i, p := range found {
				if i >= len(c.want) || !strings.HasPrefix(p.Kind+" "+p.What, c.want[i]) {
					t.Errorf("tells %s %s", p.Kind, p.What)
				}
			}
			if len(found) != len(c.want) {
				t.Errorf("tells %d things, not %d", len(found), len(c.want))
			}
		})
	}
}

func changeAmount(r *ingest.Return) {
	for _, e := range r.Of("签约项目") {
		for field, v := range e.Values {
			if v.Cell == "E5" {
				v.Num = exact.Int(77)
				e.Values[field] = v
			}
		}
	}
}

func dropRepairs(r *ingest.Return) { r.Repairs = nil }
