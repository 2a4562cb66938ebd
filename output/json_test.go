package output

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongbao/ingest"
)

// picked reads JSON back as plain values.
func picked(t *testing.T, data []byte, err error) map[string]any {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// find is the first member of a list whose fields are as given.
func find(t *testing.T, list any, fields ...string) map[string]any {
	t.Helper()
	for _, x := range list.([]any) {
		m := x.(map[string]any)
		match := true
		for i := 0; i < len(fields); i += 2 {
			match = match && m[fields[i]] == fields[i+1]
		}
		if match {
			return m
		}
	}
	t.Fatalf("none with %v", fields)
	return nil
}

func TestCircularJSON(t *testing.T) {
	data, err := CircularJSON(september(), []File{{"out/a.pdf", "ab"}})
	m := picked(t, data, err)
	for _, c := range []struct {
		got  any
		want map[string]any
	}{
		{find(t, m["figures"], "task_force", "KFQ", "indicator", "签约金额"), map[string]any{
			"task_force": "KFQ", "indicator": "签约金额", "actual": "26.00", "reported": "26.00", "as_of": "2023-09",
			"target":     map[string]any{"kind": "at_least", "low": "30.00", "high": nil},
			"completion": "0.8667", "expected": "22.50", "gap": "11.67", "colour": "green"}},
		{find(t, m["figures"], "task_force", "SZJ", "indicator", "外出对接项目"), map[string]any{
			"task_force": "SZJ", "indicator": "外出对接项目", "actual": "3", "reported": "3", "as_of": "2023-08",
			"target":     map[string]any{"kind": "at_least", "low": "5", "high": nil},
			"completion": "0.6000", "expected": "3", "gap": "-15.00", "colour": "yellow"}},
		{find(t, m["figures"], "task_force", "MCQ", "indicator", "落地项目"), map[string]any{
			"task_force": "MCQ", "indicator": "落地项目", "actual": "1", "reported": "1", "as_of": "2023-09",
			"target":     map[string]any{"kind": "range", "low": "2", "high": "3"},
			"completion": "0.5000", "expected": "1", "gap": "0.00", "colour": "green"}},
		{find(t, m["figures"], "task_force", "KFQ", "indicator", "签约项目"), map[string]any{
			"task_force": "KFQ", "indicator": "签约项目", "actual": "6", "reported": "6", "as_of": "2023-09", "target": nil,
			"completion": nil, "expected": nil, "gap": nil, "colour": nil}},
		{find(t, m["totals"], "indicator", "签约金额"), map[string]any{
			"indicator": "签约金额", "actual": "52.20", "target": map[string]any{"kind": "at_least", "low": "73.00", "high": nil}}},
		{find(t, m["reporting"], "task_force", "WLK"), map[string]any{"task_force": "WLK", "status": "late", "received_at": "2023-10-12T09:00:00+08:00", "version": 1.0}},
		{find(t, m["reporting"], "task_force", "SZJ"), map[string]any{"task_force": "SZJ", "status": "missing", "received_at": nil, "version": nil}},
		{find(t, m["corrections"], "task_force", "ZBZ"), map[string]any{"task_force": "ZBZ", "indicator": "签约金额", "period": "2023-08", "was": "6.30", "is": "6.50", "why": "示例精密制造有限公司项目签约金额误填（8月报表第2次报送）"}},
		{find(t, m["files"]), map[string]any{"path": "out/a.pdf", "sha256": "ab"}},
	} {
		if diff := cmp.Diff(any(c.want), any(c.got)); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
	item := find(t, m["supervision"], "id", "督办〔2023〕22号")
	if item["status"] != "open" || item["raised"] != "2023-10-16" || item["due"] != "2023-10-31" || len(item["history"].([]any)) != 1 {
		t.Errorf("item %v", item)
	}
	if m["period"] != "2023-09" || m["number"] != "沁招商办〔2023〕9号" || m["status"] != "issued" {
		t.Errorf("head %v %v %v", m["period"], m["number"], m["status"])
	}
}

func TestJSONOfNothingHasEmptyLists(t *testing.T) {
	data, err := CircularJSON(CircularInput{Scheme: qinshui(), Period: ingest.Period{Year: 2023, Month: 1}, Status: Draft}, nil)
	want := `{"period":"2023-01","number":null,"status":"draft","figures":[],"totals":[],"reporting":[],"supervision":[],"corrections":[],"files":[]}`
	if err != nil || string(data) != want {
		t.Errorf("%v\n got %s\nwant %s", err, data, want)
	}
	data, err = RankingJSON(RankingInput{Scheme: qinshui(), Quarter: ingest.Quarter{Year: 2023, Number: 1}, Status: RankingDraft})
	want = `{"period":"2023Q1","status":"draft","rows":[],"lift":[]}`
	if err != nil || string(data) != want {
		t.Errorf("%v\n got %s\nwant %s", err, data, want)
	}
}

func TestRankingJSON(t *testing.T) {
	data, err := RankingJSON(thirdQuarter())
	m := picked(t, data, err)
	row := find(t, m["rows"], "task_force", "KFQ")
	for field, want := range map[string]any{"rank": 1.0, "name": "开发区招商专班", "score": "113.89", "previous_rank": 2.0, "excluded": nil} {
		if row[field] != want {
			t.Errorf("%s = %v, want %v", field, row[field], want)
		}
	}
	want := map[string]any{"indicator": "签约金额", "actual": "26.00", "expected": "22.50", "cap": "1.20", "weight": "25", "points": "28.89", "formula": "min(26.00÷22.50,1.20)×25=28.89", "judged": true}
	if diff := cmp.Diff(any(want), any(find(t, row["items"], "indicator", "签约金额"))); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	last := find(t, m["rows"], "task_force", "SZJ")
	if d := find(t, last["deductions"], "item", "月报表缺报"); d["count"] != 1.0 || d["points"] != "2.00" || last["previous_rank"] != nil {
		t.Errorf("deduction %v, previous rank %v", d, last["previous_rank"])
	}
	if l := find(t, m["lift"], "task_force", "ZBZ"); l["need"] != "0.50" || l["to_rank"] != 1.0 {
		t.Errorf("lift %v", l)
	}
}
