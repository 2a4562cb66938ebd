package office

import (
	"context"
	"flag"
	"path/filepath"
	"testing"
	"time"

	"tongbao/ingest"
	"tongbao/output"
	"tongbao/output/frozen"
)

var update = flag.Bool("update", false, "freeze documents of the sample year anew for the tests of output/pdf")

// TestFreeze is no test but, with -update, the way to renew what output/pdf draws in its
// tests: documents of the sample year, as they are now. Look at the pages of
// output/pdf's TestPages afterwards; make goldens does both.
func TestFreeze(t *testing.T) {
	if !*update {
		return
	}
	ctx, dir := context.Background(), filepath.Join(t.TempDir(), "demo")
	if err := Demo(ctx, dir, nil, func(Scene) {}); err != nil {
		t.Fatal(err)
	}
	o, err := Open(Options{Dir: dir, Now: time.Date(2024, 2, 1, 9, 0, 0, 0, ingest.Zone), Write: true})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	if err := o.look(); err != nil {
		t.Fatal(err)
	}
	keep := func(name string, d *output.Document, err error) {
		t.Helper()
		if err == nil {
			err = frozen.Write(filepath.Join("..", "..", "..", "output", "pdf", "testdata", "pages", name+".json"), d)
		}
		if err != nil {
			t.Fatal(name, err)
		}
	}
	month, err := o.circularInput(ctx, ingest.Period{Year: 2023, Month: 9}, nil, o.today())
	if err != nil {
		t.Fatal(err)
	}
	month.Status, month.Number, month.Date = output.Issued, "沁招商办〔2023〕9号", ingest.Date{Year: 2023, Month: 10, Day: 11}
	d, err := output.Circular(month.CircularInput, o.wording)
	keep("circular", d, err)
	d, err = output.Notice(output.NoticeInput{Scheme: o.scheme, Period: month.Period, Status: month.Status, Circular: month.Number, Date: month.Date, TaskForce: "SZJ", Items: month.Items}, o.wording)
	keep("notice", d, err)
	day := ingest.Date{Year: 2024, Month: 1, Day: 19}
	quarter, _, err := o.rankingInput(ctx, ingest.Quarter{Year: 2023, Number: 4}, day)
	if err != nil {
		t.Fatal(err)
	}
	quarter.Status, quarter.Date = output.RankingPublished, day
	ranking := &drawing{paper: &Paper{Kind: kindRanking, Name: "2023年第四季度季评比"}}
	ranking.document, err = output.Ranking(quarter.RankingInput, o.wording)
	keep("ranking", ranking.document, err)
	if err := o.withRanking(ctx, ranking, quarter); err != nil || len(ranking.attached) != 1 {
		t.Fatal(ranking.attached, err)
	}
	keep("internal", ranking.attached[0].document, nil)
	year, err := o.assessmentInput(ctx, 2023)
	if err != nil {
		t.Fatal(err)
	}
	year.Status, year.Date = output.Issued, day
	d, err = output.Assessment(*year, o.wording)
	keep("assessment", d, err)
}
