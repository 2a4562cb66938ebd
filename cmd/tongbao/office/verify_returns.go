package office

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/ledger"
	"tongbao/ingest/read"
)

// returns reads every accepted return from its kept file again, under the
// scheme that it was judged by.
func (v *verifying) returns(ctx context.Context) error {
	total := 0
	if err := v.office.ledger.EachVersion(ctx, func(*ledger.Version) error { total++; return nil }); err != nil {
		return err
	}
	done := 0
	err := v.office.ledger.EachVersion(ctx, func(r *ledger.Version) error {
		v.office.progress.tell(done, total, "重读月报表")
		done++
		if err := ctx.Err(); err != nil || !r.Accepted() {
			return err
		}
		v.result.Returns++
		return v.reread(ctx, r)
	})
	v.office.progress.tell(total, total, "重读月报表")
	v.tellEarlier()
	return err
}

func (v *verifying) reread(ctx context.Context, was *ledger.Version) error {
	name := fmt.Sprintf("%s　%s　第%d次报送", was.TaskForce, was.Period.Chinese(), was.Number)
	file := v.office.path(archiveDir, was.SHA256)
	if !exists(file) {
		return nil // told already
	}
	s, err := v.scheme(ctx, was.Scheme)
	if err != nil {
		return err
	}
	if s == nil {
		v.problem(ProblemReturnDiffers, "%s：当时所用的方案（%.12s…）无法载入，不能重读。", name, was.Scheme)
		return nil
	}
	then := *v.office
	then.scheme = s
	is, findings, err := then.read(ctx, file, was.File, was.SHA256, s.Book())
	if err != nil {
		return err
	}
	earlier := was.Return.Rules != read.Rules
	differs := ""
	if is == nil {
		differs = "存档的工作簿现在读不出来：无法读取"
		if len(findings) > 0 {
			differs = "存档的工作簿现在读不出来：" + strings.TrimSuffix(findings[0].Message, "。")
		}
	} else {
		is.Version, is.Rules = was.Return.Version, was.Return.Rules
		differs = differ(was.Return, is)
	}
	switch {
	case differs == "":
	case earlier && differs == otherRemarks:
		v.remarks++
	case earlier:
		v.note(NoteReadOtherwise, "%s收到时由较早版本的程序读取，现行程序的读法不同：%s。", name, differs)
	default:
		v.problem(ProblemReturnDiffers, "%s：重读存档与账本不同：%s。", name, differs)
	}
	return nil
}

// tellEarlier says what follows from readings of earlier programs.
func (v *verifying) tellEarlier() {
	if len(v.result.Notes) > 0 {
		v.note(NoteReadOtherwise, "以上月报表，账本和签发的文件以收到时读取的为准，不因程序升级而改变。请核对所列单元格；确需更正的，由报送单位改正后重新报送。")
	}
	if v.remarks > 0 {
		v.note(NoteReadOtherwise, "有%d份月报表收到时由较早版本的程序读取，现行程序读出的内容相同，只有自动修正等附注不同，不必处理。", v.remarks)
	}
}

// otherRemarks is what differ says where what was reported is the same.
const otherRemarks = "填报内容相同，读取时的附注（自动修正、版本等）不同"

// differ names the first difference between a return as recorded and as read
// again, "" for none. A return that went through JSON has nil where it was
// empty, so both go.
func differ(was, is *ingest.Return) string {
	a, b := throughJSON(was), throughJSON(is)
	if reflect.DeepEqual(a, b) {
		return ""
	}
	changes := ingest.Changed(was, is)
	if len(changes) == 0 {
		changes = unreadNow(was, is)
	}
	if len(changes) == 0 {
		return otherRemarks
	}
	c := changes[0]
	return fmt.Sprintf("共%d处，第一处在%s，账本中是%s，现在读作%s", len(changes), c.Place, quotedOrBlank(c.Was), quotedOrBlank(c.Is))
}

func quotedOrBlank(text string) string {
	if text == "" {
		return "空白"
	}
	return finding.Quote(text)
}

// unreadNow lists the values that read as they are typed still, and are taken
// for unreadable, or were. Rows are where they were.
func unreadNow(was, is *ingest.Return) (list []ingest.Change) {
	text := func(v ingest.Value) string {
		if v.Kind == ingest.Bad {
			return v.Raw + "（读不准）"
		}
		return v.String()
	}
	for _, old := range was.Entries {
		for _, e := range is.Entries {
			if e.Sheet != old.Sheet || e.Row != old.Row {
				continue
			}
			for _, field := range slices.Sorted(maps.Keys(e.Values)) {
				if a, b := old.Values[field], e.Values[field]; (a.Kind == ingest.Bad) != (b.Kind == ingest.Bad) {
					list = append(list, ingest.Change{Kind: ingest.ValueChanged, Place: ingest.Place{Sheet: e.Sheet, Cell: b.Cell}, Field: field, Row: e.Row, Was: text(a), Is: text(b)})
				}
			}
		}
	}
	return list
}
