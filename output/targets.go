package output

import (
	"slices"

	"tongbao/rules/scheme"
	"tongbao/rules/score"
)

// Section 二、目标完成情况: headline indicators task force by task force, the
// task forces outside the county's totals in paragraphs of their own, and what
// changed colour.

// together is several task forces that stand alike on one indicator.
type together struct {
	Crowd   crowd
	Counted bool // of things, not of money: “尚未实现零的突破” fits
	Value   marked
	Unit    marked
	Compare string
	Staged  bool
	NotDue  bool
	All     bool // everybody
	Gap     marked
	OnPlan  bool
}

type indicatorView struct {
	Name    marked
	Any     bool // anybody reported it
	Each    []reading
	Same    []together
	Nil     []together
	Unknown *crowd
}

func (c *circular) targets() {
	var blocks []Block
	switch len(c.counted) {
	case 0:
	case 1: // the county's totals are its own
		blocks = c.say("只有一个专班", c.short(c.counted[0]))
	default:
		for _, ind := range c.headlines() {
			blocks = append(blocks, c.say("一项指标", c.indicatorView(ind))...)
		}
	}
	for _, code := range c.apart {
		blocks = append(blocks, c.apartFrom(code)...)
	}
	blocks = renumber(blocks)
	blocks = append(blocks, c.say("进度变化", c.turned())...)
	blocks = append(blocks, c.say("目标调整", c.retargeted())...)
	blocks = append(blocks, c.doubles()...)
	if slices.ContainsFunc(c.in.Figures, func(f score.Figure) bool { return f.Target != nil }) {
		where := marked("")
		if len(c.doc.Annexes) > 1 {
			where = label("1")
		}
		blocks = append(blocks, c.say("目标见附件", where)...)
	}
	c.section("目标完成情况", blocks)
}

// headlines are the indicators told one by one: those marked 通报重点, or all
// that have targets.
func (c *circular) headlines() []*scheme.Indicator {
	var marked, aimed []*scheme.Indicator
	for _, ind := range c.told {
		if slices.ContainsFunc(c.column(ind.Code, c.counted), func(x reading) bool { return x.Target != "" }) {
			aimed = append(aimed, ind)
			if ind.Headline {
				marked = append(marked, ind)
			}
		}
	}
	if len(marked) > 0 {
		return marked
	}
	return aimed
}

func (c *circular) indicatorView(ind *scheme.Indicator) indicatorView {
	v := indicatorView{Name: label(ind.Name)}
	var unknown []string
	alike := map[string][]reading{}
	var order []string
	list := c.column(ind.Code, c.counted)
	slices.SortStableFunc(list, func(a, b reading) int {
		if d := b.share.Cmp(a.share); d != 0 && !ind.Count {
			return d
		}
		if d := b.value.Cmp(a.value); d != 0 {
			return d
		}
		return b.share.Cmp(a.share)
	})
	for _, x := range list {
		switch {
		case x.Value == "":
			unknown = append(unknown, x.TaskForce)
			continue
		case x.Reported != "" || !x.Zero && !(x.Staged && ind.Count):
			v.Each = append(v.Each, x)
		default:
			k := words(x.Value) + x.Compare + words(x.Gap)
			if x.OnPlan {
				k += "/on plan"
			}
			if alike[k] == nil {
				order = append(order, k)
			}
			alike[k] = append(alike[k], x)
		}
		v.Any = true
	}
	for _, k := range order {
		g := c.together(ind, alike[k])
		if zero := alike[k][0].Zero; zero && len(alike[k]) == len(list) && len(list) > 1 && !slices.ContainsFunc(c.counted, c.isStale) {
			g.All, g.Crowd = true, crowd{Names: []marked{marked("各" + c.sender)}}
		}
		if alike[k][0].Zero {
			v.Nil = append(v.Nil, g)
		} else {
			v.Same = append(v.Same, g)
		}
	}
	if len(unknown) > 0 {
		x := c.crowd(key("count", ind.Code, "unknown"), "本年度尚未报送的"+c.sender+"数", unknown)
		v.Unknown = &x
	}
	return v
}

// together speaks of task forces with the same value and the same gap at once.
func (c *circular) together(ind *scheme.Indicator, list []reading) together {
	first := list[0]
	g := together{Counted: ind.Count, Unit: first.Unit, Compare: first.Compare, Staged: first.Staged, NotDue: first.NotDue, Value: first.Value, Gap: first.Gap, OnPlan: first.OnPlan}
	var codes, values, gaps []string
	for _, x := range list {
		codes = append(codes, x.TaskForce)
		values = append(values, key("figure", x.TaskForce, ind.Code, "actual"))
		gaps = append(gaps, key("figure", x.TaskForce, ind.Code, "gap"))
	}
	base := key("alike", ind.Code, first.TaskForce)
	g.Crowd = c.crowd(base+"/count", "累计数与进度差距均相同的"+c.sender+"数", codes)
	for i, x := range list {
		if x.AsOf != "" {
			g.Crowd.Names[i] += "（截至" + x.AsOf + "）"
		}
	}
	if len(list) > 1 {
		g.Value = c.figure(base+"/actual", words(first.Value), "各"+c.sender+"数值相同", nil, values...)
		if first.Gap != "" {
			g.Gap = c.figure(base+"/gap", words(first.Gap), "各"+c.sender+"差距相同", nil, gaps...)
		}
	}
	return g
}

// apartFrom tells of a task force outside the county's totals.
func (c *circular) apartFrom(code string) []Block {
	type view struct {
		Who            marked
		Refused        bool // its return was sent back
		Unheard, First bool // First: the month is the year so far
		Added          []reading
		Items          []reading
	}
	v, known := view{Who: c.short(code), Unheard: !c.sent(code), Refused: c.status[code].Status == score.Returned}, false
	v.First = !v.Unheard && c.face().First
	for i := range c.scheme.Indicators {
		ind := &c.scheme.Indicators[i]
		x, ok := c.readings[code][ind.Code]
		if !ok || !c.tells(ind, []string{code}) {
			continue
		}
		if x.Month != "" && x.AddedSign != 0 {
			v.Added = append(v.Added, x)
		}
		known = true
		if x.Value != "" {
			v.Items = append(v.Items, x)
		}
	}
	v.First = v.First && len(v.Items) > 0
	if !known {
		return nil
	}
	return c.say("另行通报", v)
}

// turn is a change of colour since the month before, and whose indicator
// changed so.
type turn struct {
	Crowd         crowd
	Name, Was, Is marked
	codes         []string
}

var colourWords = map[score.Colour]marked{score.Green: "绿", score.Yellow: "黄", score.Red: "红"}

type retarget struct {
	Who, Name, Unit marked
	Was, Is         marked // "" for none
}

// retargeted lists the targets that are others than the circular before
// printed: a completion that moves though nothing was done follows from them.
func (c *circular) retargeted() (list []retarget) {
	for i, t := range c.in.Retargeted {
		ind := c.inds[t.Indicator]
		if ind == nil {
			continue
		}
		x := retarget{Who: c.short(t.TaskForce), Name: label(ind.Name), Unit: label(ind.Unit), Is: c.readings[t.TaskForce][t.Indicator].Target}
		if t.Was != "" {
			x.Was = c.figure(key("retarget", itoa(i+1), "was"), t.Was, "上一期通报所印的年度目标", published("上一期月通报"))
		}
		list = append(list, x)
	}
	return list
}

// turned lists the headline indicators that changed colour, worsened and
// recovered alike, so that a missing month made good shows as what it is. A
// count that reaches its plan as printed is not told as worse for it.
func (c *circular) turned() []turn {
	var list []turn
	for _, f := range c.in.Figures {
		x := c.readings[f.TaskForce][f.Indicator]
		was := c.colourBefore(f)
		worse := was == score.Green || f.Colour == score.Red
		if was == "" || f.Colour == "" || was == f.Colour || worse && x.OnPlan || c.anyHeadline() && !x.Indicator.Headline {
			continue
		}
		t := turn{Name: x.Plain, Was: colourWords[was], Is: colourWords[f.Colour]}
		at := slices.IndexFunc(list, func(o turn) bool { return o.Name == t.Name && o.Was == t.Was && o.Is == t.Is })
		if at < 0 {
			at = len(list)
			list = append(list, t)
		}
		list[at].codes = append(list[at].codes, f.TaskForce)
	}
	for i, t := range list {
		of := c.crowd
		if slices.Equal(t.codes, c.counted) {
			of = c.allOf
		}
		list[i].Crowd = of(key("turned", itoa(i+1)), words(t.Name)+"由"+string(t.Was)+"转"+string(t.Is)+"的"+c.sender+"数", t.codes)
	}
	return list
}

func (c *circular) colourBefore(f score.Figure) score.Colour {
	if p := c.before(f); p != nil {
		return p.Colour
	}
	return ""
}

// anyHeadline reports whether the scheme marks 通报重点 at all.
func (c *circular) anyHeadline() bool {
	return slices.ContainsFunc(c.scheme.Indicators, func(i scheme.Indicator) bool { return i.Headline })
}
