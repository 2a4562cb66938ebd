package output

// finality is 定稿说明: what the 定稿 changes against the 公示稿 and why, and the
// objections with their answers.
func (r *ranking) finality() {
	if r.in.Status != RankingFinal {
		return
	}
	type view struct {
		Shown               marked
		Changed, Objections bool
	}
	blocks := r.say("定稿说明", view{label(r.in.Shown.Chinese()), len(r.in.Changes) > 0, len(r.in.Objections) > 0})
	if len(r.in.Changes) > 0 {
		blocks = append(blocks, r.changeTable())
	}
	if len(r.in.Objections) > 0 {
		blocks = append(blocks, r.objectionTable())
	}
	r.doc.addSection("定稿说明", blocks)
}

func (r *ranking) changeTable() *Table {
	t := &Table{Caption: "定稿与公示稿对照", Columns: []Column{{r.sender, 26, Left}, {"事项", 30, Left}, {"公示稿", 26, Right}, {"定稿", 26, Right}, {"原因", 48, Left}}}
	for i, x := range r.in.Changes {
		was, is := r.restated(key("restated", itoa(i+1)), "公示稿", x)
		t.Rows = append(t.Rows, []Cell{r.nameCell(x.TaskForce), named(x.What), was, is, named(x.Why)})
	}
	return t
}

func (r *ranking) objectionTable() *Table {
	t := &Table{Caption: "异议及答复", Columns: []Column{{r.sender, 24, Left}, {"提出日期", 24, Left}, {"异议内容", 44, Left}, {"答复", 38, Left}, {"处理结果", 26, Left}}}
	for _, x := range r.in.Objections {
		text := x.Text
		if x.Indicator != "" {
			text = x.Indicator + "：" + text
		}
		t.Rows = append(t.Rows, []Cell{r.nameCell(x.TaskForce), named(x.On.Chinese()), named(text), named(x.Answer), named(x.Effect)})
	}
	return t
}

// named is a cell of words whose digits name something, or that an edition
// before printed and traced.
func named(s string) Cell { return Cell{Text: clean(s), Label: true} }
