package output

import (
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/rules/score"
)

// charts is 图示: the scores, every scored indicator against target and plan,
// and the scores' course over the quarters of the year.
func (r *ranking) charts(places []place) {
	var blocks []Block
	if c := r.scoreChart(places); len(c.Labels) > 0 {
		blocks = append(blocks, c)
	}
	for _, row := range r.scheme.Scores {
		if c := r.progressChart(row.Indicator, places); c != nil {
			blocks = append(blocks, c)
		}
	}
	if c := r.trendChart(places); len(r.in.Earlier) > 0 && len(c.Labels) > 0 {
		blocks = append(blocks, c)
	}
	r.doc.addSection("图示", blocks)
}

// bar adds one bar to a series.
func (s *Series) bar(c Cell) {
	s.Values = append(s.Values, c.Num)
	s.Texts = append(s.Texts, c.Text)
	s.Keys = append(s.Keys, c.Figure)
}

func (r *ranking) scoreChart(places []place) *Chart {
	c := &Chart{Title: "得分", Unit: "分", Series: []Series{{Name: "得分"}}}
	for _, p := range places {
		if p.Rank != "" {
			c.Labels = append(c.Labels, words(p.Who))
			c.Series[0].bar(r.cell(p.Score))
		}
	}
	return c
}

func (r *ranking) progressChart(ind string, places []place) *Chart {
	var codes []string
	for _, p := range places {
		codes = append(codes, p.Standing.TaskForce)
	}
	return r.reader.progressChart(ind, codes, r.readings, r.in.Figures)
}

// progressChart is an indicator of some task forces against target and plan;
// nil where nobody has a target.
func (r *reader) progressChart(ind string, codes []string, readings map[string]map[string]reading, figures []score.Figure) *Chart {
	i := r.inds[ind]
	if i == nil {
		return nil
	}
	c := &Chart{Title: i.Name + "完成情况", Unit: i.Unit, Mark: "进度应达", Series: []Series{{Name: "年度目标"}, {Name: "累计完成"}}}
	for _, code := range codes {
		x, ok := readings[code][ind]
		if !ok || x.Target == "" {
			continue
		}
		c.Labels = append(c.Labels, words(x.Who))
		goal, end := r.goalCell(code, ind, x, figures)
		c.Series[0].bar(goal)
		c.Series[0].Ends = append(c.Series[0].Ends, end)
		if end != nil {
			c.Range = "争取区间"
		}
		c.Series[1].bar(r.orDash(x.Value))
		mark := exact.Num{}
		cell := r.orDash(x.Expected)
		if cell.Num != nil {
			mark = *cell.Num
		}
		c.Marks, c.Keys = append(c.Marks, mark), append(c.Keys, cell.Figure)
	}
	if len(c.Labels) == 0 {
		return nil
	}
	return c
}

// goalCell is the target as a bar: a range stands at the end it is judged by,
// and has another end.
func (r *reader) goalCell(code, ind string, x reading, figures []score.Figure) (cell Cell, end *exact.Num) {
	cell = r.cell(x.Target)
	for i := range figures {
		f := &figures[i]
		if f.TaskForce != code || f.Indicator != ind || cell.Num != nil {
			continue
		}
		goal := f.Target.Low
		end = f.Target.High
		if f.Goal != nil {
			goal = *f.Goal
		}
		if end != nil && goal.Cmp(*end) == 0 {
			end = ptr(f.Target.Low)
		}
		cell.Num = &goal
		break
	}
	return cell, end
}

func (r *ranking) trendChart(places []place) *Chart {
	c := &Chart{Title: "各季度得分", Unit: "分"}
	places = slices.DeleteFunc(slices.Clone(places), func(p place) bool { return p.Rank == "" })
	for _, p := range places {
		c.Labels = append(c.Labels, words(p.Who))
	}
	for _, q := range r.in.Earlier {
		s := Series{Name: r.quarterName(q.Quarter)}
		for _, p := range places {
			s.bar(r.earlierScore(q, p.Standing.TaskForce))
		}
		c.Series = append(c.Series, s)
	}
	now := Series{Name: r.quarterName(r.in.Quarter)}
	for _, p := range places {
		now.bar(r.cell(p.Score))
	}
	c.Series = append(c.Series, now)
	return c
}

func (r *ranking) earlierScore(q score.Ranking, code string) Cell {
	for _, st := range q.Standings {
		if st.TaskForce == code && st.Rank > 0 {
			return r.cell(r.number(key("score", code, q.Quarter.String()), st.Score, 2, q.Quarter.Chinese()+"季评比所印", published(q.Quarter.Chinese()+"季评比")))
		}
	}
	return dash
}

// quarterName is 第三季度, with the year where it is another.
func (r *ranking) quarterName(q ingest.Quarter) string {
	if q.Year != r.in.Quarter.Year {
		return q.Chinese()
	}
	return strings.TrimPrefix(q.Chinese(), itoa(q.Year)+"年")
}
