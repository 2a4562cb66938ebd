package xlsx

import "tongbao/ingest/form"

// guideTop is where the guide's first block begins.
const guideTop = 4

// blockRows is how many rows a block of n rows takes, with its heading, its
// headers and the blank row after it.
func blockRows(n int) int { return 2 + max(1, n) + 1 }

// guideFirstProject is where the guide's projects begin, so that dropdowns can
// point at their codes before the sheet is drawn.
func (d *formDrawer) guideFirstProject() int { return guideTop + blockRows(len(d.Targets)) + 2 }

// projectRange is where the codes of known projects stand, "" without any.
func (d *formDrawer) projectRange() string {
	if len(d.Projects) == 0 {
		return ""
	}
	first := d.guideFirstProject()
	return quoted(form.GuideSheet) + "!$A$" + itoa(first) + ":$A$" + itoa(first+len(d.Projects)-1)
}

// guide draws the read-only sheet a person looks things up in. Nothing of it
// is read back.
func (d *formDrawer) guide() {
	p := d.page(form.GuideSheet)
	for i, w := range []float64{20, 40, 28, 16, 16, 20, 24} {
		p.width(i+1, w)
	}
	d.head(p, 7, form.GuideSheet, "本表供填报时对照，不必填写，也不会读取。", d.Unit.Name+"　　"+d.Period.Chinese())
	row := guideTop
	row = d.block(p, row, "一、目标与进度"+bracket(d.AsOf), []string{"指标", "年度目标", "累计完成", "时序进度", "完成率", "单位", "说明"}, d.targetRows())
	row = d.block(p, row, "二、本单位项目（最近一次报送）", []string{"项目编号", "项目名称", "投资方", "金额", "阶段", "最近报送"}, d.projectRows())
	d.block(p, row, "三、待整改的督办事项", []string{"督办编号", "事项", "整改期限"}, d.itemRows())
	p.hideGrid()
	p.freezeRows(3)
	p.protect(false)
	d.print(p, 7)
}

func bracket(s string) string {
	if s == "" {
		return ""
	}
	return "（" + s + "）"
}

// block draws a heading, a header row and rows, and returns where the next begins.
func (d *formDrawer) block(p *page, row int, heading string, headers []string, rows [][]string) int {
	p.text(1, row, heading, look{font: headFont, size: 12, across: "left"})
	p.height(row, 24)
	for i, h := range headers {
		p.text(i+1, row+1, h, headLook)
	}
	p.height(row+1, 21)
	next := row + blockRows(len(rows))
	if len(rows) == 0 {
		rows = [][]string{append([]string{"（无）"}, make([]string, len(headers)-1)...)}
	}
	for r, cells := range rows {
		lines := 1
		for c, s := range cells {
			across := "center"
			if c == 0 || displayWidth(s) > 16 {
				across = "left"
			}
			p.text(c+1, row+2+r, s, cellLook.at(across))
			w, _ := p.f.GetColWidth(p.name, column(c+1))
			lines = max(lines, linesIn(s, w-1))
		}
		p.height(row+2+r, float64(lines)*15+5)
	}
	return next
}

func (d *formDrawer) targetRows() (rows [][]string) {
	for _, t := range d.Targets {
		rows = append(rows, []string{t.Indicator, t.Target, t.Actual, t.Expected, t.Completion, t.Unit, t.Remark})
	}
	return rows
}

func (d *formDrawer) projectRows() (rows [][]string) {
	for _, x := range d.Projects {
		rows = append(rows, []string{x.Code, x.Name, x.Investor, x.Amount, x.Stage, x.Last})
	}
	return rows
}

func (d *formDrawer) itemRows() (rows [][]string) {
	for _, x := range d.Open {
		due := ""
		if x.Due.Valid() {
			due = x.Due.Chinese()
		}
		rows = append(rows, []string{x.ID, x.Text, due})
	}
	return rows
}
