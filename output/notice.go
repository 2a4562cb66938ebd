package output

import (
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/form"
	"tongbao/rules/scheme"
	"tongbao/rules/supervise"
)

// NoticeInput is one task force's 整改通知单 of one month.
type NoticeInput struct {
	Scheme    *scheme.Scheme
	Period    ingest.Period
	Status    Status
	Number    string
	Circular  string      // 发文字号 of the circular it goes with; "" for none
	Date      ingest.Date // zero in a draft
	TaskForce string
	Items     []supervise.Item // of the month; those of others and closed ones are passed over
	Next      ingest.Period    // as in CircularInput
	Last      bool             // the task force sends no return any more in which it could answer
	// What else the task force has to act on, told with its items: warnings of
	// the month that it has not explained, projects that another reports too.
	// Those of others, and settled ones, are passed over.
	Unanswered []Unanswered
	Doubles    []DoubleClaim
}

const noticeFile = "notice.tmpl"

// Notice writes the notice to put things right: items, basis, due dates and a
// form to answer on. It is nil when the task force has nothing to put right.
func Notice(in NoticeInput, w *Wording) (*Document, error) {
	n := &writer{newReader(in.Scheme, in.Period), w, noticeFile}
	var list []matter
	var keys, late []string
	for _, it := range in.Items {
		if it.TaskForce != in.TaskForce || it.Status.Over() {
			continue
		}
		list = append(list, n.matter(it))
		keys = append(keys, key("supervision", it.ID))
		if it.Status == supervise.Overdue {
			late = append(late, key("supervision", it.ID))
		}
	}
	if len(list) == 0 {
		return nil, nil
	}
	type view struct {
		Office, Basis, Full, Month, Next, Who, Name, Count, OverdueCount, Sheet, Circular marked
		AllOverdue                                                                        bool
		Unanswered                                                                        []unansweredView
		Doubles                                                                           []claimView
		Objection                                                                         marked
	}
	s := in.Scheme.Settings
	v := view{
		Office: label(s.Office), Basis: label(s.NoticeTitle), Full: label(in.Period.Chinese()), Month: label(n.monthName(in.Period)),
		Next: label(n.monthName(nextOf(in.Next, in.Period))), Who: n.short(in.TaskForce), Name: n.short(in.TaskForce), Circular: label(in.Circular),
		Count: n.count("notice/count", "尚未销号的督办事项数", keys...), Sheet: label(answerSheet(in.Scheme, n.forces[in.TaskForce])),
	}
	if t := n.forces[in.TaskForce]; t != nil {
		v.Name = label(t.Name)
	}
	if in.Last {
		v.Sheet = ""
	}
	v.Unanswered, v.Objection = n.unansweredOf(in.Unanswered, in.TaskForce), n.objection(0)
	v.Doubles, _ = n.doubleClaims(claimsOn(in.Doubles, in.TaskForce))
	v.AllOverdue = len(late) == len(list)
	if len(late) > 0 {
		v.OverdueCount = n.count("notice/overdue", "逾期未改的督办事项数", late...)
	}
	d := n.noticeHead(in, titleParts(n.line("标题", v)))
	d.Body = append(n.say("正文", v), n.say("要求", v)...)
	d.Annexes = []Annex{
		{Title: words(n.line("清单标题", v)), Landscape: true, Body: []Block{n.basisTable(list)}},
		{Title: words(n.line("回执标题", v)), Landscape: true, Body: append(n.say("回执说明", v), answerTable(list))},
	}
	var err error
	d.Traces, err = n.finish()
	return d, err
}

// claimsOn are the double claims in which a task force is a side.
func claimsOn(list []DoubleClaim, code string) []DoubleClaim {
	return slices.DeleteFunc(slices.Clone(list), func(d DoubleClaim) bool {
		return !slices.ContainsFunc(d.Sides, func(s ClaimSide) bool { return s.TaskForce == code })
	})
}

func (n *writer) noticeHead(in NoticeInput, title []string) *Document {
	s := in.Scheme.Settings
	d := &Document{Kind: "整改通知单", Title: title, Subject: strings.Join(title, ""), Signature: s.Office, Author: s.Office}
	if t := n.forces[in.TaskForce]; t != nil {
		d.To = t.Name
		if t.LeadUnit != "" {
			d.To += "（牵头单位：" + t.LeadUnit + "）"
		}
	}
	if in.Status == Draft {
		d.DraftMark = "送审稿"
	} else {
		d.Number = in.Number
	}
	if in.Date != (ingest.Date{}) {
		d.Date = in.Date.Chinese()
	}
	return d
}

// answerSheet is the sheet of the task force's form on which items are
// answered; "" when it has none.
func answerSheet(s *scheme.Scheme, t *scheme.TaskForce) string {
	for _, f := range s.Forms {
		for _, sheet := range f.Sheets {
			if t != nil && f.Class == t.Class && (sheet.Prefill == form.PrefillOpen || sheet.With(form.Item) != nil) {
				return sheet.Name
			}
		}
	}
	return ""
}

// basisTable is the supervision list with the clause each item rests on.
func (r *reader) basisTable(list []matter) *Table {
	t := r.supervisionTable(list)
	// All items are of the one task force that the notice goes to.
	t.Columns = slices.Replace(t.Columns, 1, 2)
	t.Columns = slices.Insert(t.Columns, 3, Column{"依据", 20, Centre})
	for i, m := range list {
		t.Rows[i] = slices.Replace(t.Rows[i], 1, 2)
		t.Rows[i] = slices.Insert(t.Rows[i], 3, named(cited(m.Item.Basis)))
	}
	return t
}

// answerLines makes the rows of a form high enough to write in.
const answerLines = " \n \n \n \n "

// answerTable is the form to answer on: blank but for the numbers.
func answerTable(list []matter) *Table {
	t := &Table{Columns: []Column{{"督办编号", 24, Centre}, {"整改措施及完成情况", 66, Left}, {"完成日期", 20, Centre}, {"责任人（职务）", 22, Centre}, {"审签", 18, Centre}}}
	for _, m := range list {
		t.Rows = append(t.Rows, []Cell{{Text: clean(m.Item.ID), Label: true}, {Text: answerLines}, {}, {}, {}})
	}
	return t
}
