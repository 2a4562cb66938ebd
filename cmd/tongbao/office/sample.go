package office

import (
	"fmt"
	"strings"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/form"
	"tongbao/output/xlsx"
	"tongbao/templates"
)

// sampleYear is the demo's year as templates/sample tells it.
type sampleYear struct {
	deliveries []delivery
	entries    map[string][]sampleRow // by delivery.key
	answers    map[string]map[string]string
	register   []registration
}

// registration is a row that the office enters into its register.
type registration struct {
	at     time.Time
	sheet  string
	values map[string]string
}

// delivery is one file that reaches the inbox.
type delivery struct {
	at      time.Time
	unit    string
	period  ingest.Period
	version string // "0" for a file that is no workbook
	file    string
	note    string
}

func (d delivery) key() string { return d.unit + "/" + d.period.String() + "/" + d.version }

// sampleRow is a row of a workbook: its sheet and 字段=值, or 本月无.
type sampleRow struct {
	sheet  string
	none   bool
	values map[string]string
}

func loadSample() (*sampleYear, error) {
	y := &sampleYear{entries: map[string][]sampleRow{}, answers: map[string]map[string]string{}}
	for _, cells := range sampleRows(templates.SampleDeliveries) {
		at, err := time.Parse(time.RFC3339, cells[0])
		if err != nil {
			return nil, err
		}
		period, err := ingest.ParsePeriod(cells[2])
		if err != nil {
			return nil, err
		}
		y.deliveries = append(y.deliveries, delivery{at.In(ingest.Zone), cells[1], period, cells[3], cells[4], cells[5]})
	}
	for _, cells := range sampleRows(templates.SampleEntries) {
		key := strings.Join(cells[:3], "/")
		row := sampleRow{sheet: cells[3], none: len(cells) == 5 && cells[4] == form.NilAnswer}
		if !row.none {
			row.values = pairs(cells[4:])
		}
		y.entries[key] = append(y.entries[key], row)
	}
	for _, cells := range sampleRows(templates.SampleAnswers) {
		y.answers[cells[0]] = pairs(cells[1:])
	}
	for _, cells := range sampleRows(templates.SampleRegister) {
		at, err := time.Parse(time.RFC3339, cells[0])
		if err != nil {
			return nil, err
		}
		y.register = append(y.register, registration{at.In(ingest.Zone), cells[1], pairs(cells[2:])})
	}
	return y, nil
}

// sampleRows cuts a table into cells, without its header.
func sampleRows(text string) (rows [][]string) {
	for i, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		if i > 0 && line != "" {
			rows = append(rows, strings.Split(line, "\t"))
		}
	}
	return rows
}

func pairs(cells []string) map[string]string {
	values := map[string]string{}
	for _, c := range cells {
		if name, value, ok := strings.Cut(c, "="); ok {
			values[name] = value
		}
	}
	return values
}

// workbook fills a form in as the delivery's sender did. Open items that the
// form asks about are answered too: a form without them would go back.
func (y *sampleYear) workbook(o *Office, d delivery, blank []byte, open []xlsx.OpenItem, codes map[string]string) ([]byte, error) {
	if d.version == "0" {
		return []byte("\xff\xd8\xff\xe0\x00\x10JFIF示例照片，不是工作簿"), nil
	}
	rows, ok := y.entries[d.key()]
	if !ok {
		return nil, fmt.Errorf("sample: no entries for %s", d.key())
	}
	tf := o.scheme.TaskForce(d.unit)
	f := o.scheme.Form(tf.Class)
	in := xlsx.Filling{Cover: map[string]string{}, Rows: map[string][]map[string]string{}}
	for _, r := range rows {
		switch {
		case r.none:
			in.Nil = append(in.Nil, r.sheet)
		case r.sheet == f.Cover().Name:
			in.Cover = r.values
		default:
			in.Rows[r.sheet] = append(in.Rows[r.sheet], r.values)
		}
	}
	if s := itemSheet(f); s != nil {
		for _, it := range open {
			row := map[string]string{s.With(form.Item).Key: it.ID}
			for field, value := range y.answers[codes[it.ID]] {
				row[field] = value
			}
			in.Rows[s.Name] = append(in.Rows[s.Name], row)
		}
	}
	return xlsx.Fill(blank, f, in)
}

// itemSheet is the sheet that open items are answered on, nil when the form
// has none.
func itemSheet(f *form.Form) *form.Sheet {
	for i := range f.Sheets {
		if f.Sheets[i].Prefill == form.PrefillOpen {
			return &f.Sheets[i]
		}
	}
	return nil
}
