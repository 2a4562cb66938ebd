package ingest_test

import (
	"fmt"
	"strings"
	"testing"

	"tongbao/ingest"
	"tongbao/ingest/exact"
)

// sheet makes the rows of a sheet from row 5 on: each row is name, amount and
// note in columns A to C; "" is a blank cell.
func sheet(name string, rows ...[3]string) []ingest.Entry {
	var list []ingest.Entry
	for i, r := range rows {
		e := ingest.Entry{Sheet: name, Row: 5 + i, Values: map[string]ingest.Value{}}
		for j, field := range []string{"名称", "金额", "备注"} {
			if r[j] == "" {
				continue
			}
			v := ingest.Value{Cell: fmt.Sprintf("%c%d", 'A'+j, e.Row), Raw: r[j], Kind: ingest.Text, Text: r[j]}
			if field == "金额" {
				v.Kind, v.Num = ingest.Number, exact.MustParse(r[j])
			}
			e.Values[field] = v
		}
		list = append(list, e)
	}
	return list
}

func told(list []ingest.Change) string {
	var lines []string
	for _, c := range list {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s %s %s %s→%s", c.Kind, c.Place, c.Field, c.Was, c.Is)))
	}
	return strings.Join(lines, "\n")
}

func TestChanged(t *testing.T) {
	a, b, c := [3]string{"甲", "1", "x"}, [3]string{"乙", "2", "y"}, [3]string{"丙", "3", "z"}
	for name, k := range map[string]struct {
		old, new []ingest.Entry
		want     string
	}{
		"nothing":                     {sheet("签约", a, b), sheet("签约", a, b), ""},
		"an amount":                   {sheet("签约", a, b), sheet("签约", a, [3]string{"乙", "2.5", "y"}), "changed 签约!B6 金额 2→2.5"},
		"typed otherwise":             {sheet("签约", a), sheet("签约", [3]string{"甲", "1.00", "x"}), ""},
		"emptied":                     {sheet("签约", a, b), sheet("签约", a, [3]string{"乙", "2", ""}), "changed 签约!C6 备注 y→"},
		"filled":                      {sheet("签约", [3]string{"甲", "1", ""}), sheet("签约", a), "changed 签约!C5 备注 →x"},
		"a row put on top":            {sheet("签约", b, c), sheet("签约", a, b, c), "added 签约!A5  →甲、1、x"},
		"a row taken from the middle": {sheet("签约", a, b, c), sheet("签约", a, c), "removed 签约!A6  乙、2、y→"},
		"a row put in and the next changed": {sheet("签约", a, b), sheet("签约", a, c, [3]string{"乙", "2.5", "y"}),
			"added 签约!A6  →丙、3、z\nchanged 签约!B7 金额 2→2.5"},
		"another project altogether": {sheet("签约", a), sheet("签约", c), "removed 签约!A5  甲、1、x→\nadded 签约!A5  →丙、3、z"},
		"a sheet that is new":        {nil, sheet("落地", a), "added 落地!A5  →甲、1、x"},
		"a sheet that is gone":       {sheet("落地", a), nil, "removed 落地!A5  甲、1、x→"},
	} {
		got := told(ingest.Changed(&ingest.Return{Entries: k.old}, &ingest.Return{Entries: k.new}))
		if got != k.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, k.want)
		}
	}
}

func TestChangedCoverAndNil(t *testing.T) {
	cover := func(who string) ingest.Entry {
		return ingest.Entry{Sheet: "封面", Values: map[string]ingest.Value{"填报人": {Cell: "C6", Kind: ingest.Text, Text: who}}}
	}
	old := &ingest.Return{Entries: []ingest.Entry{cover("甲岗")}, Nil: []string{"落地"}}
	new := &ingest.Return{Entries: append([]ingest.Entry{cover("乙岗")}, sheet("落地", [3]string{"甲", "1", ""})...)}
	want := "changed 封面!C6 填报人 甲岗→乙岗\nadded 落地!A5  →甲、1\nnil 落地  本月无→"
	if got := told(ingest.Changed(old, new)); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

// Two returns of the greatest size that reading lets through must not cost
// more than a moment, whatever they hold.
func TestChangedIsBounded(t *testing.T) {
	big := func(prefix string) []ingest.Entry {
		rows := make([][3]string, 5000)
		for i := range rows {
			rows[i] = [3]string{fmt.Sprint(prefix, i), fmt.Sprint(i), ""}
		}
		return sheet("签约", rows...)
	}
	got := ingest.Changed(&ingest.Return{Entries: big("a")}, &ingest.Return{Entries: big("b")})
	if len(got) != 5000 { // row by row: every name differs, every amount is the same
		t.Errorf("%d changes", len(got))
	}
}
