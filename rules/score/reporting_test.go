package score

import (
	"testing"
	"time"

	"tongbao/ingest"
)

// September 2023: due 10 October, 订正期 to 13 October; both end at midnight.
var deadline = Deadline{Due: at("2023-10-11 00:00"), Correction: at("2023-10-14 00:00")}

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, ingest.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

func TestWhatBecameOfAReturn(t *testing.T) {
	accepted := func(n int, when string) Received { return Received{n, at(when), true} }
	refused := func(n int, when string) Received { return Received{n, at(when), false} }
	for _, c := range []struct {
		name      string
		versions  []Received
		now       string
		status    State
		version   int
		corrected bool
		open      bool
		refused   int
	}{
		{"last minute of the due day", []Received{accepted(1, "2023-10-10 23:59")}, "2023-10-16 09:00", OnTime, 1, false, false, 0},
		{"midnight after it", []Received{accepted(1, "2023-10-11 00:00")}, "2023-10-16 09:00", Late, 1, false, false, 0},
		{"nothing came", nil, "2023-10-16 09:00", Missing, 0, false, false, 0},
		{"nothing yet, still time", nil, "2023-10-10 12:00", Missing, 0, false, true, 0},
		{"refused, corrected in time", []Received{refused(1, "2023-10-09 10:00"), accepted(2, "2023-10-13 23:59")}, "2023-10-16 09:00", OnTime, 2, true, false, 1},
		{"refused, corrected before the due day", []Received{refused(1, "2023-10-08 10:00"), accepted(2, "2023-10-09 10:00")}, "2023-10-16 09:00", OnTime, 2, false, false, 1},
		{"refused, corrected too late", []Received{refused(1, "2023-10-09 10:00"), accepted(2, "2023-10-14 00:00")}, "2023-10-16 09:00", Late, 2, false, false, 1},
		{"came late, refused, corrected within the days", []Received{refused(1, "2023-10-11 10:00"), accepted(2, "2023-10-12 10:00")}, "2023-10-16 09:00", Late, 2, false, false, 1},
		{"refused, never corrected", []Received{refused(1, "2023-10-09 10:00"), refused(2, "2023-10-12 10:00")}, "2023-10-16 09:00", Returned, 2, false, false, 2},
		{"refused, may still correct", []Received{refused(1, "2023-10-09 10:00")}, "2023-10-12 10:00", Returned, 1, false, true, 1},
		{"refused late, no more time", []Received{refused(1, "2023-10-11 10:00")}, "2023-10-12 10:00", Returned, 1, false, false, 1},
		{"accepted, then replaced late", []Received{accepted(1, "2023-10-09 10:00"), accepted(2, "2023-10-15 10:00")}, "2023-10-16 09:00", OnTime, 2, false, false, 0},
		{"accepted, then a bad second version", []Received{accepted(1, "2023-10-09 10:00"), refused(2, "2023-10-15 10:00")}, "2023-10-16 09:00", OnTime, 1, false, false, 0},
		{"not known yet at that time", []Received{accepted(1, "2023-10-17 10:00")}, "2023-10-16 09:00", Missing, 0, false, false, 0},
	} {
		r := deadline.Judge("KFQ", c.versions, at(c.now))
		if r.Status != c.status || r.Version != c.version || r.Corrected != c.corrected || r.Open != c.open || r.Refused != c.refused {
			t.Errorf("%s: %+v", c.name, r)
		}
	}
	r := deadline.Judge("KFQ", []Received{{1, at("2023-10-12 08:00"), true}, {2, at("2023-10-14 09:00"), true}}, at("2023-10-16 09:00"))
	if !r.FirstAt.Equal(at("2023-10-12 08:00")) || !r.ReceivedAt.Equal(at("2023-10-14 09:00")) || r.Status != Late {
		t.Errorf("first and last accepted: %+v", r)
	}
}
