package office

import (
	"context"
	"encoding/json"
	"slices"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/ledger"
	"tongbao/output"
	"tongbao/rules/check"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
	"tongbao/rules/supervise"
)

// internalMark begins the file name of what the office alone may read.
const internalMark = "（内部）"

// internalOfCircular is the internal sheet beside a circular.
func (o *Office) internalOfCircular(ctx context.Context, circular *drawing, in *circularInput) (*drawing, error) {
	sheet := output.InternalInput{Period: in.Period, Status: in.Status, Date: in.Date, With: circular.paper.Name, Items: in.Items, Proposals: in.proposals, Waived: in.waived, Doubles: in.Doubles, Twice: in.twice}
	var err error
	if sheet.Unanswered, err = o.unanswered(ctx, in.Period, in.Period, in.Doubles); err != nil {
		return nil, err
	}
	cal := o.scheme.Settings.Calendar
	months, err := o.monthsReported(ctx, cal.FirstMonth(cal.YearOf(in.Period)), in.Period)
	if err != nil {
		return nil, err
	}
	sheet.Absent = absent(months, in.Figures)
	return o.internal(ctx, circular, sheet)
}

// withRanking makes what goes out with a ranking: the internal sheet.
func (o *Office) withRanking(ctx context.Context, d *drawing, in *rankingInput) error {
	cal := o.scheme.Settings.Calendar
	period := cal.QuarterEnd(in.Quarter)
	items, err := o.itemsUntil(ctx, period)
	if err != nil {
		return err
	}
	sheet := output.InternalInput{
		Period: period, Status: output.Issued, Date: in.Date, With: d.paper.Name, Items: items, Proposals: supervise.Proposals(o.scheme, items, period),
		AsOf: in.AsOf, Ranking: &in.Ranking, Lifts: in.Lifts, Margins: score.Margins(in.Ranking), Doubles: in.Doubles, Twice: in.twice,
	}
	if in.Status == output.RankingDraft {
		sheet.Status = output.Draft
	}
	first := cal.FirstMonth(cal.YearOf(period))
	if sheet.Unanswered, err = o.unanswered(ctx, first, period, in.Doubles); err != nil {
		return err
	}
	months, err := o.monthsReported(ctx, first, period)
	if err != nil {
		return err
	}
	sheet.Absent = absent(months, in.Figures)
	x, err := o.internal(ctx, d, sheet)
	d.attached = append(d.attached, x)
	return err
}

// internal draws an internal sheet. What it says is kept with it as JSON.
func (o *Office) internal(ctx context.Context, with *drawing, in output.InternalInput) (d *drawing, err error) {
	in.Scheme, in.Decisions, in.Waivers = o.scheme, o.register.Inspections, o.register.Waivers
	if a := with.manifest.Approved; a != nil {
		in.Signed = &output.Signature{Number: with.document.Number, Signer: a.Signer, On: a.On}
	}
	d = o.attachment(with, kindInternal, internalMark+with.base+"专报")
	if _, err = o.edition(ctx, d); err != nil {
		return nil, err
	}
	if d.document, err = output.Internal(in, o.wording); err != nil {
		return nil, err
	}
	told, err := json.Marshal(struct {
		Period    string               `json:"period"`
		Proposals []supervise.Proposal `json:"proposals"`
		Signed    *output.Signature    `json:"signed,omitempty"`
	}{with.paper.Period, append([]supervise.Proposal{}, in.Proposals...), in.Signed})
	d.shape = func(string, string, []PaperFile) ([]byte, error) { return told, nil }
	return d, err
}

// unanswered lists the accepted returns of some months whose warnings nobody
// explained, by task force and month. That a project is like another's is no
// open question once the office has settled it: doubles are those that are.
func (o *Office) unanswered(ctx context.Context, from, to ingest.Period, doubles []output.DoubleClaim) (list []output.Unanswered, err error) {
	if o.ledger == nil {
		return nil, nil
	}
	for _, tf := range score.Counted(o.scheme, to) {
		versions, err := o.ledger.AcceptedVersions(ctx, tf.Code, from, to)
		if err != nil {
			return nil, err
		}
		for _, v := range versions {
			warnings, err := o.warningsOf(tf, v)
			if err != nil {
				return nil, err
			}
			warnings = slices.DeleteFunc(warnings, func(f finding.Finding) bool { return isClaim(f) && !isOpen(doubles, tf.Code, f.Value) })
			if len(warnings) > 0 {
				list = append(list, output.Unanswered{Version: v.Version, Findings: warnings})
			}
		}
	}
	return list, nil
}

// warningsOf are the warnings of an accepted version that stand: a 豁免 may have
// been registered since it was judged.
func (o *Office) warningsOf(tf *scheme.TaskForce, v *ledger.Version) (finding.List, error) {
	found := slices.Clone(v.Findings)
	waivers := append(slices.Clone(o.register.Waivers), o.namesakesSettled(tf.Code)...)
	if len(found) > 0 && len(o.register.WaiversOf(tf))+len(waivers)-len(o.register.Waivers) > 0 {
		returns, err := o.accepted(tf.Code, v.Period, v.Period)
		if err != nil {
			return nil, err
		}
		for _, r := range returns {
			found = check.Waived(o.scheme.Form(tf.Class), r, found, waivers)
		}
	}
	return slices.DeleteFunc(found, func(f finding.Finding) bool { return f.Level != finding.Warning }), nil
}

// namesakesSettled are the settlements of 重复认定 that name a project of a task
// force: they answer what was asked about its name, and where they say what
// becomes of the year before also what was asked of that, as a waiver would.
func (o *Office) namesakesSettled(taskForce string) (list []scheme.Waiver) {
	for _, s := range o.register.Settlements {
		for _, c := range s.Claims {
			if c.TaskForce == taskForce {
				list = append(list, scheme.Waiver{TaskForce: taskForce, Rule: namesake, Project: c.Project, Reason: s.Reason, ApprovedBy: s.Decided})
				if s.AnswersBefore() && o.madeSince(tellsTwice) {
					list = append(list, scheme.Waiver{TaskForce: taskForce, Rule: reportedBefore, Project: c.Project, Reason: s.Reason, ApprovedBy: s.Decided})
				}
			}
		}
	}
	return list
}

// namesake is the code of a finding that is no claim: only the name is another
// task force's.
const namesake = "D-203"

// reportedBefore is the code of a finding that another task force reported the
// project the year before.
const reportedBefore = "D-204"

// isClaim reports whether a finding says that a project is another task
// force's too, in the same year: the document's double claims hold it. What
// another reported the year before (D-204) they do not, and it stays a warning.
func isClaim(f finding.Finding) bool { return f.Code == "D-201" || f.Code == "D-202" }

// isOpen reports whether a task force's project, by its name or code, is part
// of a double claim that is not settled.
func isOpen(doubles []output.DoubleClaim, taskForce, project string) bool {
	return slices.ContainsFunc(doubles, func(d output.DoubleClaim) bool {
		return d.Settled == "" && slices.ContainsFunc(d.Sides, func(s output.ClaimSide) bool {
			return s.TaskForce == taskForce && (s.Name == project || s.Project == project)
		})
	})
}

// absent lists the months that were not reported and whose time is up.
func absent(months []output.MonthReporting, figures []score.Figure) (list []output.Absence) {
	asOf := map[string]ingest.Period{}
	for _, f := range figures {
		asOf[f.TaskForce] = f.AsOf
	}
	for _, m := range months {
		for _, r := range m.Reporting {
			if !r.Open && (r.Status == score.Missing || r.Status == score.Returned) {
				list = append(list, output.Absence{TaskForce: r.TaskForce, Period: m.Period, Status: r.Status, AsOf: asOf[r.TaskForce]})
			}
		}
	}
	return list
}

// monthsReported is the reporting of some months, those before 启用月 left out.
func (o *Office) monthsReported(ctx context.Context, first, last ingest.Period) (months []output.MonthReporting, err error) {
	if first.Before(o.scheme.Settings.FirstMonth) {
		first = o.scheme.Settings.FirstMonth
	}
	for p := first; !last.Before(p); p = p.Add(1) {
		list, err := o.reporting(ctx, p)
		if err != nil {
			return nil, err
		}
		months = append(months, output.MonthReporting{Period: p, Reporting: list})
	}
	return months, nil
}
