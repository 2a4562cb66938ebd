package score

import (
	"time"

	"tongbao/ingest"
	"tongbao/rules/scheme"
)

// Received is one version of a return as the ledger has it.
type Received struct {
	Number   int
	At       time.Time
	Accepted bool // with or without warnings; false: sent back
}

// Deadline bounds a month's reporting for one task force, extensions included.
type Deadline struct {
	Due        time.Time // first instant that is too late: midnight after the due day
	Correction time.Time // likewise after 订正期
}

// DeadlineFor is a task force's deadline for a month's return by the scheme's
// calendar and the register's 延期; register may be nil. 订正期 runs from the
// extended day.
func DeadlineFor(s *scheme.Scheme, register *scheme.Register, taskForce string, period ingest.Period) Deadline {
	due, correction := s.Due(period), s.CorrectionEnd(period)
	if until := extended(register, taskForce, period); due.Compare(until) < 0 {
		due, correction = until, until
		if n := s.Settings.Correction; n > 0 {
			correction = s.AddWorkingDays(until, n)
		}
	}
	return Deadline{Due: due.AddDays(1).Time(), Correction: correction.AddDays(1).Time()}
}

// extended is the day a return's deadline was put off to, zero when it was not.
func extended(register *scheme.Register, taskForce string, period ingest.Period) (until ingest.Date) {
	if register == nil {
		return until
	}
	for _, e := range register.Extensions {
		if e.TaskForce == taskForce && e.Period == period && e.Item == "" {
			until = e.Until
		}
	}
	return until
}

// Judge says what became of one task force's return for one month, as known at
// now. Versions are in the order they came. Returned on time and corrected
// within 订正期 is on time; the first accepted version decides, a later one
// that replaces it makes nothing late.
func (d Deadline) Judge(taskForce string, versions []Received, now time.Time) Reporting {
	r := Reporting{TaskForce: taskForce, Status: Missing}
	inTime := false // a version, even a refused one, came before the due day ended
	for _, v := range versions {
		if v.At.After(now) {
			break
		}
		inTime = inTime || v.At.Before(d.Due)
		if v.Accepted {
			d.accept(&r, v, inTime)
		} else if r.FirstAt.IsZero() {
			r.Status, r.ReceivedAt, r.Version = Returned, v.At, v.Number
			r.Refused++
		}
	}
	if r.FirstAt.IsZero() {
		end := d.Due
		if inTime {
			end = d.Correction
		}
		r.Open = now.Before(end)
	}
	return r
}

// accept takes in an accepted version; the first one decides the state.
func (d Deadline) accept(r *Reporting, v Received, inTime bool) {
	r.ReceivedAt, r.Version = v.At, v.Number
	if !r.FirstAt.IsZero() {
		return
	}
	r.FirstAt, r.Status = v.At, Late
	switch {
	case v.At.Before(d.Due):
		r.Status = OnTime
	case inTime && v.At.Before(d.Correction):
		r.Status, r.Corrected = OnTime, true
	}
}
