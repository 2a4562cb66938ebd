package scheme

import (
	"strconv"

	"tongbao/ingest"
	"tongbao/ingest/disk"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
)

func (b *builder) taskForces() {
	codes, names, files := map[string]int{}, map[string]int{}, map[string]TaskForce{}
	for _, l := range b.of(sheetTaskForces) {
		t := TaskForce{
			Unit:  form.Unit{Code: l.text("代码"), Name: l.text("名称"), Class: l.text("类别")},
			Short: l.text("简称"), Leader: l.text("分管领导(岗位)"), LeadUnit: l.text("牵头单位"), Members: l.list("成员单位"), Remit: l.text("招商方向"), Mail: l.text("邮箱"),
			From: l.month("启用起"), To: l.month("启用止"), Ranked: l.yes("参评", true), InCounty: l.yes("计入合计", true), Row: l.row,
		}
		if t.Short == "" {
			t.Short = t.Name
		}
		b.taskForce(l, t, codes, names)
		ownFiles(l, t, files)
		b.s.TaskForces = append(b.s.TaskForces, t)
	}
	b.s.byCode = indexOf(b.s.TaskForces, codeOf)
}

func (b *builder) taskForce(l *line, t TaskForce, codes, names map[string]int) {
	if t.Code != "" {
		l.unique(codes, "代码", t.Code)
	}
	for column, name := range map[string]string{"名称": t.Name, "简称": l.text("简称")} {
		if name != "" && !(column == "简称" && name == t.Name) {
			l.unique(names, column, name)
		}
	}
	if t.Class != "" && b.s.Form(t.Class) == nil && len(b.s.Forms) > 0 {
		l.unknown("类别", "这个类别的月报表", t.Class, b.classes())
	}
	if t.From != (ingest.Period{}) && t.To != (ingest.Period{}) && t.To.Before(t.From) {
		l.fault("启用止", "启用止"+t.To.Chinese()+"早于启用起"+t.From.Chinese()+"。", "")
	}
	if t.Mail != "" && !mailAddress(t.Mail) {
		l.fault("邮箱", finding.Quote(t.Mail)+"不是邮箱地址。", "请填如 office@example.cn。")
	}
}

// ownFiles refuses a name whose files would be another task force's: forms and
// receipts are named for it, and Windows tells no capitals. Files are the rows
// by what their files would be called.
func ownFiles(l *line, t TaskForce, files map[string]TaskForce) {
	for column, name := range map[string]string{"名称": t.Name, "简称": t.Short} {
		key := column + disk.FileKey(name)
		if other, taken := files[key]; taken && other.Name != t.Name && other.Short != t.Short {
			l.fault(column, finding.Quote(name)+"与第"+strconv.Itoa(other.Row)+"行的"+column+"只有大小写或标点不同，两者的文件会同名。", "请改用能区分的名称。")
			continue
		}
		files[key] = t
	}
}

// In reports whether the task force reports for the month.
func (t TaskForce) In(p ingest.Period) bool {
	return (t.From == ingest.Period{} || !p.Before(t.From)) && !t.Ended(p)
}

// Ended reports whether 启用止 lies before the month.
func (t TaskForce) Ended(p ingest.Period) bool {
	return t.To != (ingest.Period{}) && t.To.Before(p)
}

// TaskForce returns the task force with that code, nil when there is none.
func (s *Scheme) TaskForce(code string) *TaskForce {
	for t := range s.byCode.of(s.TaskForces, code, codeOf) {
		return t
	}
	return nil
}

// Reporting lists the task forces that owe a return for the month, in the
// scheme's order; none before 启用月.
func (s *Scheme) Reporting(p ingest.Period) []TaskForce {
	if p.Before(s.Settings.FirstMonth) {
		return nil
	}
	var list []TaskForce
	for _, t := range s.TaskForces {
		if t.In(p) {
			list = append(list, t)
		}
	}
	return list
}

// Book is what reading returns must know of the scheme.
func (s *Scheme) Book() form.Book {
	book := form.Book{Forms: s.Forms}
	for _, t := range s.TaskForces {
		book.Units = append(book.Units, t.Unit)
	}
	return book
}

func (b *builder) taskForceCodes() []string {
	var codes []string
	for _, t := range b.s.TaskForces {
		codes = append(codes, t.Code)
	}
	return codes
}
