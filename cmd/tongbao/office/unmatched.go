package office

import (
	"context"
	"fmt"
	"slices"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/rules/facts"
	"tongbao/rules/scheme"
	"tongbao/rules/supervise"
)

// unmatched tells which rows of the register name a project that its task
// force never reported, or a supervision item that was never raised. Such a
// row is no fault, since the return may still come, but until then it does
// nothing, and a mistyped code never will.
func (o *Office) unmatched(ctx context.Context) (list []gap, err error) {
	if o.ledger == nil {
		return nil, nil
	}
	var projects map[string]map[string]bool // asked for by the first row that names one
	items, err := o.itemsUntil(ctx, o.today().Period())
	if err != nil {
		return nil, err
	}
	project := func(sheet string, row int, taskForce, code string) {
		if code != "" && projects == nil && err == nil {
			projects, err = o.projectCodes()
		}
		if known := projects[taskForce]; code != "" && err == nil && !known[facts.NormalCode(code)] {
			list = append(list, gap{fmt.Sprintf("台账“%s”第%d行：%s没有报过项目%s", sheet, row, taskForce, finding.Quote(code)),
				"这一行暂不起作用。" + scheme.DidYouMean(code, keys(known)) + "请核对项目编号；尚未报送的不用改。"})
		}
	}
	item := func(sheet string, row int, taskForce, id string) {
		owner, ok := supervise.OwnerOf(items, id)
		switch {
		case id == "":
		case !ok:
			list = append(list, gap{fmt.Sprintf("台账“%s”第%d行：没有列过督办编号%s", sheet, row, finding.Quote(id)), "这一行不起作用，请照督办清单核对编号。"})
		case taskForce != "" && taskForce != owner:
			list = append(list, gap{fmt.Sprintf("台账“%s”第%d行：督办编号%s是%s的事项，“专班”填的是%s", sheet, row, finding.Quote(id), owner, taskForce), "这一行不起作用，请照督办清单核对编号和专班。"})
		}
	}
	for _, v := range o.register.Verified {
		project("核定", v.Row, v.TaskForce, v.Project)
	}
	for _, s := range o.register.Settlements {
		for _, c := range s.Claims {
			project("重复认定", s.Row, c.TaskForce, c.Project)
		}
	}
	for _, i := range o.register.Inspections {
		item("督查登记", i.Row, i.TaskForce, i.Item)
	}
	for _, w := range o.register.Waivers {
		project("豁免", w.Row, w.TaskForce, w.Project)
	}
	for _, e := range o.register.Extensions {
		item("延期", e.Row, e.TaskForce, e.Item)
	}
	if err != nil {
		return nil, err
	}
	incomplete, err := o.incompleteRows(ctx)
	if err != nil {
		return nil, err
	}
	doubtful, err := o.doubtfulVerified(o.history())
	return slices.Concat(list, incomplete, doubtful, o.misdated(items)), err
}

// misdated tells which rows of the register about supervision items bear a day
// on which they do nothing, or something else than was meant.
func (o *Office) misdated(items []supervise.Item) (list []gap) {
	today := o.today()
	named := func(id, taskForce string) *supervise.Item {
		if i := slices.IndexFunc(items, func(it supervise.Item) bool { return id != "" && it.Named(id, taskForce) }); i >= 0 {
			return &items[i]
		}
		return nil
	}
	for _, i := range o.register.Inspections {
		at, it := fmt.Sprintf("台账“督查登记”第%d行：", i.Row), named(i.Item, i.TaskForce)
		raised := slices.ContainsFunc(items, func(it supervise.Item) bool { return it.Origin == supervise.OriginOf(i) })
		found := i.Kind == scheme.InspectFound && i.Due != (ingest.Date{}) && !raised
		if today.Compare(i.On) < 0 {
			list = append(list, gap{at + "日期" + i.On.Chinese() + "还没有到", "到这一天以后印发的通报才采用这一行；日期写错的请改正。"})
		}
		switch {
		case found && i.Due.Compare(i.On) < 0:
			list = append(list, gap{at + "整改期限" + i.Due.Chinese() + "早于日期" + i.On.Chinese(), "列入通报时即为逾期未改，请核对两个日期。"})
		case found && i.Due.Compare(today) < 0:
			list = append(list, gap{at + "整改期限" + i.Due.Chinese() + "已过，事项还没有列入通报", "列入通报时即为逾期未改；已整改到位的，不必再列，请删去这一行。"})
		case i.Kind == scheme.InspectClosed && it != nil && i.On.Compare(it.RaisedOn) < 0:
			list = append(list, gap{at + "日期" + i.On.Chinese() + "早于" + it.ID + "的提出日期" + it.RaisedOn.Chinese(), "这一行照样作为销号的依据，请核对日期。"})
		}
	}
	for _, e := range o.register.Extensions {
		it := named(e.Item, e.TaskForce)
		if it == nil || it.WasExtendedTo(e.Until) {
			continue
		}
		at := fmt.Sprintf("台账“延期”第%d行：", e.Row)
		switch {
		case it.Status.Over():
			list = append(list, gap{at + it.ID + "的状态为" + it.Status.Chinese(), "这一行不起作用。"})
		case e.Until.Compare(it.Due) <= 0:
			list = append(list, gap{at + "延至" + e.Until.Chinese() + "，不晚于" + it.ID + "现在的整改期限" + it.Due.Chinese(), "这一行不起作用，请核对日期。"})
		}
	}
	return list
}

// projectCodes are the codes that each task force ever reported, and what the
// office carried in for it, as facts.NormalCode writes them.
func (o *Office) projectCodes() (map[string]map[string]bool, error) {
	today := o.today().Period()
	codes := map[string]map[string]bool{}
	for i := range o.scheme.TaskForces {
		tf := &o.scheme.TaskForces[i]
		returns, err := o.accepted(tf.Code, o.scheme.Settings.FirstMonth, today)
		if err != nil {
			return nil, err
		}
		codes[tf.Code] = map[string]bool{}
		for _, code := range facts.NewYear(o.scheme.Base(tf), today, append(o.opening(tf.Code, today), returns...)).Codes() {
			codes[tf.Code][code] = true
		}
	}
	return codes, nil
}

func keys(known map[string]bool) (list []string) {
	for k := range known {
		list = append(list, k)
	}
	slices.Sort(list) // the nearest must not depend on the order of a map
	return list
}
