package office

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"tongbao/rules/scheme"
)

// SchemeDiff is what changed between two schemes (`scheme diff`).
type SchemeDiff struct {
	Was    SchemeName         `json:"was"`
	Is     SchemeName         `json:"is"`
	Sheets []scheme.SheetDiff `json:"sheets"`
	Forms  []FormDiff         `json:"forms"`
}

// SchemeName is a scheme and where it stands.
type SchemeName struct {
	Name   string `json:"name"`
	Digest string `json:"digest"`
}

// FormDiff says whether the return form of a class of task forces is another
// one under the new scheme, so that forms already sent are of the old version.
type FormDiff struct {
	Class   string `json:"class"`
	Was     string `json:"was"` // form version; "" where the class had none
	Is      string `json:"is"`
	Changed bool   `json:"changed"`
}

// SchemeDiff compares the scheme of the last run with scheme.xlsx as it
// stands, or scheme.xlsx with the scheme of another file, which is to follow.
func (o *Office) SchemeDiff(ctx context.Context, file string) (*SchemeDiff, error) {
	d := &SchemeDiff{Is: SchemeName{schemeFile, o.scheme.Digest}}
	var was, is []scheme.Table
	if file == "" {
		digest, err := o.inForce(ctx)
		if err != nil {
			return nil, err
		}
		if was, err = o.schemeTables(ctx, digest); err != nil {
			return nil, err
		}
		d.Was, is = SchemeName{"上次运行时的方案", digest}, o.scheme.Tables()
	} else {
		next, err := schemeAt(file)
		if err != nil {
			return nil, err
		}
		d.Was, d.Is = d.Is, SchemeName{filepath.Base(file), next.Digest}
		was, is = o.scheme.Tables(), next.Tables()
	}
	d.Sheets = append([]scheme.SheetDiff{}, scheme.Diff(was, is)...)
	var err error
	d.Forms, err = formDiffs(was, is)
	return d, err
}

// SchemeCatchUp compares scheme.xlsx as it stands with what it would be if all
// that the built-in scheme has by now were taken over.
func (o *Office) SchemeCatchUp() (*SchemeDiff, error) {
	was, is := o.scheme.Tables(), o.scheme.UpToDate()
	next, err := scheme.Load(is)
	if err != nil {
		return nil, err
	}
	d := &SchemeDiff{Was: SchemeName{schemeFile, o.scheme.Digest}, Is: SchemeName{"采用默认方案后来的增加和改进", next.Digest}}
	d.Sheets = append([]scheme.SheetDiff{}, scheme.Diff(was, is)...)
	d.Forms, err = formDiffs(was, is)
	return d, err
}

// inForce is the digest of the scheme that the last run worked by.
func (o *Office) inForce(ctx context.Context) (string, error) {
	if o.ledger != nil {
		digest, err := o.ledger.InForce(ctx, "scheme")
		if err != nil || digest != "" {
			return digest, err
		}
	}
	return "", usage("本工作区还没有运行过，没有可比较的方案。")
}

// schemeTables are the tables of a scheme that was in force once.
func (o *Office) schemeTables(ctx context.Context, digest string) ([]scheme.Table, error) {
	return o.snapshotOf(ctx, "scheme", digest)
}

func (o *Office) snapshotOf(ctx context.Context, kind, digest string) (tables []scheme.Table, err error) {
	content, err := o.ledger.SnapshotOf(ctx, kind, digest)
	if err == nil {
		err = json.Unmarshal(content, &tables)
	}
	if err != nil {
		return nil, fmt.Errorf("读取以前的方案或台账：%w", err)
	}
	return tables, nil
}

// schemeAt loads the scheme of any file.
func schemeAt(file string) (*scheme.Scheme, error) {
	tables, err := tablesAt(file, filepath.Base(file))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usage("没有这个文件：%s", file)
	}
	if err != nil {
		return nil, err
	}
	return scheme.Load(tables)
}

// formDiffs compares the forms that two schemes make. One that an older
// program accepted and this one does not makes no form to compare with.
func formDiffs(was, is []scheme.Table) ([]FormDiff, error) {
	now, err := scheme.Load(is)
	if err != nil {
		return nil, err
	}
	list := []FormDiff{}
	old, err := scheme.Load(was)
	if err != nil {
		old = &scheme.Scheme{}
	}
	for _, f := range now.Forms {
		d := FormDiff{Class: f.Class, Is: f.Version, Changed: true}
		if g := old.Form(f.Class); g != nil {
			d.Was, d.Changed = g.Version, g.Digest != f.Digest
		}
		list = append(list, d)
	}
	for _, g := range old.Forms {
		if now.Form(g.Class) == nil {
			list = append(list, FormDiff{Class: g.Class, Was: g.Version, Changed: true})
		}
	}
	return list, nil
}

// Text is the comparison as the office reads it.
func (d *SchemeDiff) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s　→　%s\n", d.Was.Name, d.Is.Name)
	if len(d.Sheets) == 0 {
		b.WriteString("方案没有变化。\n")
	}
	for _, s := range d.Sheets {
		fmt.Fprintf(&b, "【%s】%s\n", s.Sheet, rowCounts(s))
		for _, r := range s.Rows {
			writeRow(&b, r)
		}
	}
	b.WriteString(d.formText())
	return b.String()
}

func rowCounts(s scheme.SheetDiff) string {
	n := map[string]int{}
	for _, r := range s.Rows {
		n[r.Kind]++
	}
	var parts []string
	for _, k := range []struct{ kind, word string }{{scheme.RowAdded, "新增"}, {scheme.RowChanged, "修改"}, {scheme.RowRemoved, "删除"}} {
		if n[k.kind] > 0 {
			parts = append(parts, fmt.Sprintf("%s%d行", k.word, n[k.kind]))
		}
	}
	if s.Reordered {
		parts = append(parts, "调整了行的次序")
	}
	return strings.Join(parts, "，")
}

func writeRow(b *strings.Builder, r scheme.RowDiff) {
	word := map[string]string{scheme.RowAdded: "新增", scheme.RowChanged: "修改", scheme.RowRemoved: "删除"}[r.Kind]
	fmt.Fprintf(b, "  %s　%s　%s\n", word, r.Key, r.Name)
	for _, c := range r.Cells {
		switch r.Kind {
		case scheme.RowAdded:
			fmt.Fprintf(b, "      %s：%s\n", c.Column, onLine(c.Is))
		case scheme.RowRemoved:
			fmt.Fprintf(b, "      %s：%s\n", c.Column, onLine(c.Was))
		default:
			fmt.Fprintf(b, "      %s：%s　→　%s\n", c.Column, onLine(c.Was), onLine(c.Is))
		}
	}
}

// onLine is a cell on one line.
func onLine(s string) string {
	if s == "" {
		return "（空）"
	}
	return strings.ReplaceAll(s, "\n", "⏎")
}

func (d *SchemeDiff) formText() string {
	var changed []string
	for _, f := range d.Forms {
		if f.Changed {
			changed = append(changed, fmt.Sprintf("%s（%s → %s）", f.Class, onLine(f.Was), onLine(f.Is)))
		}
	}
	const register = "台账的登记（核定、豁免、延期等）任何时候都不影响已下发的表。\n"
	if len(changed) == 0 {
		return "月报表没有变化，已下发的表照常使用。" + register
	}
	return "月报表有变化：" + strings.Join(changed, "，") + "。已下发的旧表仍按列名读取，报上来时提示“旧版表格”；缺少新增必填栏目的会退回，请重新生成并下发。" + register
}
