package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// answers is the contract of --json, an answer a block: its fields by path,
// and what stands in each. [] is a list's element, * any key of a map.
//
// A field with + is beyond the contract's text: doc.go must name it. One with
// ? may be absent from an object; every other field is in every object, null
// where it is missing. One with ~ need not appear in the sample year.
var answers = parseAnswers(`
check
	file text
	sha256 sha256
	task_force unit|null
	period month|null
	form_version text|null
	status =accepted|accepted_with_warnings|returned|unreadable
	received object|null
	received.version count
	received.at time
	findings list
	findings[] object
	findings[].code code
	findings[].level =error|warning|notice
	findings[].sheet? text
	findings[].cell? cell
	findings[].value? text
	findings[].expected? text
	findings[].message text
	findings[].hint? text
	findings[].basis? text
	repairs list
	repairs[] object
	repairs[].sheet text
	repairs[].cell cell
	repairs[].from text
	repairs[].to text
	repairs[].reason text
	entries object
	entries.* list
	entries.*[] object
	entries.*[].row count
	entries.*[].values object
	entries.*[].values.* text
run
	documents list
	documents[] object
	documents[].kind =circular|notice|ranking|assessment|internal
	documents[].period period
	documents[].path path
	documents[].sha256 sha256
	due?+ list
	due[] object
	due[].job+ text
	due[].period period
	due[].due+ time
circular
	period month
	number text|null
	status =draft|issued|reissued
	figures list
	figures[] object
	figures[].task_force unit
	figures[].indicator text
	figures[].actual decimal|null
	figures[].reported decimal|null
	figures[].as_of month|null
	figures[].target object|null
	figures[].target.kind =at_least|sum|range
	figures[].target.low decimal
	figures[].target.high decimal|null
	figures[].completion ratio|null
	figures[].expected decimal|null
	figures[].gap points|null
	figures[].colour =green|yellow|red|null
	figures[].pending?+ bool
	figures[].evidence?+ list
	figures[].evidence[] text
	totals list
	totals[] object
	totals[].indicator text
	totals[].actual decimal
	totals[].target object|null
	totals[].target.kind =at_least|sum|range
	totals[].target.low decimal
	totals[].target.high decimal|null
	reporting list
	reporting[] object
	reporting[].task_force unit
	reporting[].status =on_time|late|missing|returned
	reporting[].received_at time|null
	reporting[].version count|null
	supervision list
	supervision[] object
	supervision[].id text
	supervision[].task_force unit
	supervision[].code code
	supervision[].raised date
	supervision[].due date
	supervision[].status =open|overdue|closed
	supervision[].history list
	supervision[].history[] object
	supervision[].history[].period month
	supervision[].history[].on+ date
	supervision[].history[].event+ =raised|answered|persists|extended|overdue|closed
	supervision[].history[].text+ text
	supervision[].history[].place?+ object
	supervision[].history[].place.sheet text
	supervision[].history[].place.cell cell
	corrections list
	corrections[] object
	corrections[].task_force unit
	corrections[].indicator text
	corrections[].period month
	corrections[].was decimal
	corrections[].is decimal
	corrections[].why text
	corrected_totals?+ list
	corrected_totals[] object
	corrected_totals[].indicator text
	corrected_totals[].period month
	corrected_totals[].was decimal
	corrected_totals[].is decimal
	corrected_totals[].why text
	double_claims?+ list
	double_claims[] object
	double_claims[].name+ text
	double_claims[].same+ text
	double_claims[].settled+ text|null
	double_claims[].sides+ list
	double_claims[].sides[] object
	double_claims[].sides[].task_force unit
	double_claims[].sides[].project+ text
	double_claims[].sides[].period month
	double_claims[].sides[].place+ text
	restated?+~ list
	restated[]~ object
	restated[].task_force~ unit
	restated[].what+~ text
	restated[].was~ text
	restated[].is~ text
	restated[].why~ text
	signer?+~ text
	files list
	files[] object
	files[].path path
	files[].sha256 sha256
ranking
	period quarter
	status =draft|published|final
	rows list
	rows[] object
	rows[].rank count|null
	rows[].task_force unit
	rows[].name text
	rows[].score decimal|null
	rows[].previous_rank count|null
	rows[].items list
	rows[].items[] object
	rows[].items[].indicator text
	rows[].items[].actual decimal|null
	rows[].items[].expected decimal
	rows[].items[].cap decimal
	rows[].items[].weight decimal
	rows[].items[].points decimal
	rows[].items[].formula text
	rows[].items[].judged bool
	rows[].deductions list
	rows[].deductions[] object
	rows[].deductions[].item text
	rows[].deductions[].count count
	rows[].deductions[].points positive
	rows[].excluded text|null
	lift list
	lift[] object
	lift[].task_force unit
	lift[].indicator text
	lift[].need positive
	lift[].to_rank count
	number?+~ text
	changes?+~ list
	changes[]~ object
	changes[].task_force~ unit
	changes[].what+~ text
	changes[].was~ text
	changes[].is~ text
	changes[].why~ text
	objections?+ list
	objections[] object
	objections[].task_force unit
	objections[].indicator?~ text
	objections[].text+ text
	objections[].on+ date
	objections[].answer+ text
	objections[].effect+ text
	signer?+~ text
trace
	value text|null
	formula text
	inputs list
	inputs[] object
	inputs[].value text
	inputs[].task_force unit
	inputs[].period month
	inputs[].version count
	inputs[].sha256 sha256
	inputs[].file text
	inputs[].sheet text
	inputs[].cell cell
cell
	sha256 sha256|null
	file text
	task_force? unit
	period? month
	version? count
	sheet text
	cell cell
	value text|null
	state+ =counted|superseded|returned|unreadable|office
	note+ empty|text
	used_by+ list
	used_by[] object
	used_by[].kind =circular|notice|ranking|assessment|internal
	used_by[].period period
	used_by[].task_force?~ unit
	used_by[].edition+ count
	used_by[].status =issued|reissued|published|final
	used_by[].number? text
	used_by[].figure+ object
	used_by[].figure.key+ text
	used_by[].figure.task_force? unit
	used_by[].figure.indicator? text
	used_by[].figure.part?+ text
	used_by[].printed+ text
	used_by[].formula empty|text
	used_by[].direct+ bool
	used_by[].places+ list
	used_by[].places[] text
	used_by[].where+ list
	used_by[].where[] text
	used_by[].pages+ list
	used_by[].pages[] count
	used_by[].value?~ text|null
printed
	kind =circular|notice|ranking|assessment|internal
	period period
	task_force? unit
	edition+ count
	status =issued|reissued|published|final
	number? text
	figures+ list
	figures[] object
	figures[].figure+ object
	figures[].figure.key+ text
	figures[].figure.task_force? unit
	figures[].figure.indicator? text
	figures[].figure.part?+ text
	figures[].name text
	figures[].value text
	figures[].formula empty|text
	figures[].worked+ empty|text
	figures[].now+ text|null
	figures[].why+ empty|text
	figures[].places+ list
	figures[].places[] text
	figures[].where+ list
	figures[].where[] text
	figures[].pages+ list
	figures[].pages[] count
	figures[].of+ list
	figures[].of[] object
	figures[].of[].key+ text
	figures[].of[].name text
	figures[].of[].value text
	figures[].inputs list
	figures[].inputs[] object
	figures[].inputs[].value empty|text
	figures[].inputs[].task_force unit|null
	figures[].inputs[].period month|null
	figures[].inputs[].version count|null
	figures[].inputs[].sha256 sha256|null
	figures[].inputs[].file text
	figures[].inputs[].sheet empty|text
	figures[].inputs[].cell empty|cell
	figures[].notes+ list
	figures[].notes[] text
status
	period month
	due date
	reporting list
	reporting[] object
	reporting[].task_force unit
	reporting[].status =on_time|late|missing|returned|open
	reporting[].received_at time|null
	reporting[].version count|null
	jobs list
	jobs[] object
	jobs[].job text
	jobs[].last time|null
	jobs[].next time|null
	jobs[].skipped list
	jobs[].skipped[]~ object
	jobs[].skipped[].due~ time
	jobs[].skipped[].reason~ text
	jobs[].failed?+~ list
	jobs[].failed[]~ object
	jobs[].failed[].due~ time
	jobs[].failed[].reason~ text
	mail?+~ object
	mail.waiting+~ count
	mail.failed+~ count
	mail.letters+~ list
	mail.letters[]~ object
	mail.letters[].subject+~ text
	mail.letters[].who+~ text
	mail.letters[].address+~ text
	mail.letters[].folder+~ path
	mail.letters[].state+~ =waiting|failed
	mail.letters[].next~ time|null
	mail.letters[].reason~ empty|text
	reminder?+ text
verify
	ok bool
	returns count
	documents count
	problems list
	problems[] object
	problems[].kind word
	problems[].what text
	seals+ object
	seals.seal+ count
	seals.chain+ sha256
	seals.before_seals+ count
	notes+ list
	notes[]~ object
	notes[].kind+~ word
	notes[].what+~ text
`)

type answerField struct {
	kinds                     string
	beyond, optional, unshown bool
}

func parseAnswers(text string) map[string]map[string]answerField {
	list := map[string]map[string]answerField{}
	verb := ""
	for line := range strings.Lines(strings.TrimSpace(text)) {
		path, kinds, isField := strings.Cut(strings.TrimSpace(line), " ")
		if !isField {
			verb = path
			list[verb] = map[string]answerField{}
			continue
		}
		name := strings.TrimRight(path, "?+~")
		marks := path[len(name):]
		list[verb][name] = answerField{kinds, strings.Contains(marks, "+"), strings.Contains(marks, "?"), strings.Contains(marks, "~")}
	}
	return list
}

// spelled are the ways to write a text of an answer.
var spelled = map[string]*regexp.Regexp{
	"text":     regexp.MustCompile(`(?s)^.*\S.*$`),
	"empty":    regexp.MustCompile(`^$`),
	"word":     regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`),
	"unit":     regexp.MustCompile(`^[A-Z]{3}$`), // 代码 of the sample county
	"code":     regexp.MustCompile(`^[A-Z]+-[A-Z0-9]+$`),
	"cell":     regexp.MustCompile(`^[A-Z]{1,3}[1-9]\d*$`),
	"sha256":   regexp.MustCompile(`^[0-9a-f]{64}$`),
	"path":     regexp.MustCompile(`^(out|outbox)/[^\\]+[^\\/]$`),
	"month":    regexp.MustCompile(`^20\d\d-(0[1-9]|1[0-2])$`),
	"quarter":  regexp.MustCompile(`^20\d\dQ[1-4]$`),
	"period":   regexp.MustCompile(`^20\d\d(-(0[1-9]|1[0-2])(-\d\d)?|Q[1-4])?$`),
	"date":     regexp.MustCompile(`^20\d\d-(0[1-9]|1[0-2])-([0-2]\d|3[01])$`),
	"time":     regexp.MustCompile(`^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+08:00$`),
	"decimal":  regexp.MustCompile(`^-?(0|[1-9]\d*)(\.\d+)?$`),
	"positive": regexp.MustCompile(`^(0|[1-9]\d*)(\.\d+)?$`),
	"ratio":    regexp.MustCompile(`^(0|[1-9]\d*)\.\d{4}$`),
	"points":   regexp.MustCompile(`^-?(0|[1-9]\d*)\.\d{2}$`),
}

var wholeNumber = regexp.MustCompile(`^\d+$`)

// fits reports whether a decoded value is what the contract says of its field.
func (f answerField) fits(value any) bool {
	if words, isEnum := strings.CutPrefix(f.kinds, "="); isEnum {
		s, isText := value.(string)
		return isText && slices.Contains(strings.Split(strings.TrimSuffix(words, "|null"), "|"), s) ||
			value == nil && strings.HasSuffix(words, "|null")
	}
	return slices.ContainsFunc(strings.Split(f.kinds, "|"), func(kind string) bool {
		switch v := value.(type) {
		case nil:
			return kind == "null"
		case bool:
			return kind == "bool"
		case json.Number:
			return kind == "count" && wholeNumber.MatchString(v.String())
		case []any:
			return kind == "list"
		case map[string]any:
			return kind == "object"
		case string:
			return spelled[kind] != nil && spelled[kind].MatchString(v)
		}
		return false
	})
}

// contractReader holds answers to the contract and keeps which fields it saw.
type contractReader struct {
	seen     map[string]bool // verb and path
	problems map[string]string
}

// read holds every object of an answer, one a line, to the contract of a verb.
func (r *contractReader) read(verb, text string) error {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	for {
		var object map[string]any
		if err := d.Decode(&object); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		r.object(verb, "", object)
	}
}

func (r *contractReader) object(verb, path string, object map[string]any) {
	prefix := path
	if path != "" {
		prefix += "."
	}
	_, isMap := answers[verb][prefix+"*"]
	for name, value := range object {
		if isMap {
			name = "*"
		}
		r.value(verb, prefix+name, value)
	}
	for name, f := range answers[verb] {
		last, isHere := strings.CutPrefix(name, prefix)
		if _, has := object[last]; isHere && !isMap && !has && !f.optional && !strings.ContainsAny(last, ".[") {
			r.problems[verb+" "+name] = "absent from an object"
		}
	}
}

func (r *contractReader) value(verb, path string, value any) {
	f, known := answers[verb][path]
	switch {
	case !known:
		r.problems[verb+" "+path] = "is no field of the contract"
		return
	case !f.fits(value):
		r.problems[verb+" "+path] = fmt.Sprintf("%#v is not %s", value, f.kinds)
	}
	r.seen[verb+" "+path] = true
	switch v := value.(type) {
	case map[string]any:
		r.object(verb, path, v)
	case []any:
		for _, element := range v {
			r.value(verb, path+"[]", element)
		}
	}
}

// judgeContract holds the answers of a sample year to the contract. The year
// stands in dir; spare is another that may be broken.
func judgeContract(t *testing.T, dir, spare string, d documents) {
	r := &contractReader{map[string]bool{}, map[string]string{}}
	read := func(verb, text string) {
		t.Helper()
		if err := r.read(verb, text); err != nil {
			t.Errorf("%s: %v", verb, err)
		}
	}
	for words, text := range d {
		if verb, _, _ := strings.Cut(words, " "); answers[verb] != nil {
			read(verb, text)
		}
	}
	read("circular", say(t, dir, exitDone, "circular", "-m", "2023-12", "--draft", "--json", "--now", "2024-01-24T18:00:00+08:00"))
	read("ranking", say(t, dir, exitDone, "ranking", "-q", "2023Q4", "--draft", "--json", "--now", "2024-01-24T18:00:00+08:00"))
	files, err := filepath.Glob(filepath.Join(dir, "archive", "*"))
	if err != nil || len(files) == 0 {
		t.Fatal("nothing in the archive", err)
	}
	read("check", say(t, dir, exitRefused, append([]string{"check", "--json"}, files...)...))
	trace := say(t, dir, exitDone, "trace", "-m", "2023-12", "-t", "KFQ", "-i", "签约金额", "--json")
	read("trace", trace)
	var of printedTrace
	decodeAnswer(t, trace, &of)
	for _, in := range of.Inputs {
		read("cell", say(t, dir, exitDone, "trace", in.SHA256+"!"+in.Sheet+"!"+in.Cell, "--json"))
	}
	read("cell", say(t, dir, exitDone, "trace", "scheme.xlsx!目标!A2", "--json"))
	for _, words := range [][]string{{"-m", "2023-08"}, {"-m", "2023-12"}, {"-q", "2023Q3"}, {"-y", "2023"}, {"-m", "2023-12", "-t", "WLK", "--of", "整改通知单"}, {"-q", "2023Q4", "--of", "内部专报"}} {
		read("printed", say(t, dir, exitDone, append([]string{"trace", "--json"}, words...)...))
	}
	for _, m := range []string{"2023-12", "2024-01"} {
		read("status", say(t, dir, exitDone, "status", "-m", m, "--json", "--now", "2024-01-24T18:00:00+08:00"))
	}

	// What goes wrong has fields of its own: a return with an amount typed in another way and
	// a date in words and a blank that must be filled, a published file that is
	// gone.
	typed := retyped(t, mustRead(t, dir, "archive", of.Inputs[0].SHA256), map[string]string{
		of.Inputs[0].Cell: "８亿元", "F5": "九月十四日", "D5": "",
	})
	if err := os.WriteFile(filepath.Join(spare, "inbox", "重填.xlsx"), typed, 0o600); err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(say(t, spare, exitRefused, "ingest", "--json", "--now", "2024-01-24T20:00:00+08:00"), "\n")
	if len(lines) != 3 || lines[2] != "" {
		t.Fatalf("ingest of one return prints %q", lines)
	}
	read("check", lines[0])
	read("run", lines[1])
	read("run", say(t, spare, exitDone, "run", "--dry-run", "--json", "--now", "2024-02-26T09:00:00+08:00"))
	if err := os.Remove(filepath.Join(spare, "out", "2023-12", "2023年12月月通报.pdf")); err != nil {
		t.Fatal(err)
	}
	read("verify", say(t, spare, exitRefused, "verify", "--json", "--now", "2024-01-24T20:00:00+08:00"))

	// A month to which nothing was due but its circular.
	fresh := filepath.Join(t.TempDir(), "fresh")
	if code := run(t.Context(), []string{"init", fresh, "--now", "2023-02-01T09:00:00+08:00"}, io.Discard, io.Discard); code != exitDone {
		t.Fatalf("init ended with %d", code)
	}
	read("run", say(t, fresh, exitDone, "run", "--json", "--now", "2023-03-10T09:00:00+08:00"))

	for field, what := range r.problems {
		t.Errorf("%s: %s", field, what)
	}
	for verb, fields := range answers {
		for path, f := range fields {
			if !f.unshown && !r.seen[verb+" "+path] {
				t.Errorf("%s %s: never appears", verb, path)
			}
		}
	}
}

// retyped is a return with texts typed into 签约项目.
func retyped(t *testing.T, content []byte, cells map[string]string) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for cell, text := range cells {
		if err := f.SetCellStr("签约项目", cell, text); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// lastName is a path's field name; "" for an element or a map's value.
func lastName(path string) string {
	name := path[strings.LastIndex(path, ".")+1:]
	if strings.HasSuffix(name, "]") || strings.HasSuffix(name, "*") {
		return ""
	}
	return name
}

var (
	contractAnswer = regexp.MustCompile("`(\\w+)`[^`]*`(\\{\"[^`]*)`")
	contractName   = regexp.MustCompile(`"([a-z][a-z0-9_]*)"`)
)

// TestAnswersAreTheContracts holds the table of fields to the contract's text:
// each name of the text is in the table, and each name in the table is of the
// text or marked as beyond it.
func TestAnswersAreTheContracts(t *testing.T) {
	text, err := os.ReadFile("../../../shared/DESIGN.md")
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("no DESIGN.md beside the repository")
	} else if err != nil {
		t.Fatal(err)
	}
	_, text, _ = bytes.Cut(text, []byte("\n## 12. "))
	text, _, _ = bytes.Cut(text, []byte("\n## "))
	named := map[string]bool{}
	verbs := 0
	for _, m := range contractAnswer.FindAllSubmatch(text, -1) {
		verb := string(m[1])
		verbs++
		table := map[string]bool{}
		for path, f := range answers[verb] {
			if !f.beyond {
				table[lastName(path)] = true
			}
		}
		for _, name := range contractName.FindAllSubmatch(m[2], -1) {
			named[string(name[1])] = true
			if !table[string(name[1])] {
				t.Errorf("%s: %s of the contract is not in the table", verb, name[1])
			}
		}
	}
	if verbs != 7 {
		t.Fatalf("%d answers in the contract's text, not seven", verbs)
	}
	for verb, fields := range answers {
		for path, f := range fields {
			if name := lastName(path); name != "" && !f.beyond && !named[name] {
				t.Errorf("%s %s: neither in the contract nor marked +", verb, path)
			}
		}
	}
}

// TestFieldsBeyondTheContractAreDocumented compares the fields marked + with
// the list in doc.go, both ways.
func TestFieldsBeyondTheContractAreDocumented(t *testing.T) {
	_, section, found := strings.Cut(string(mustRead(t, "doc.go")), "// Beyond the contract --json answers with\n//\n")
	section, _, _ = strings.Cut(section, "\n//\n")
	if !found {
		t.Fatal("doc.go has no list of the fields")
	}
	documented, verb := map[string][]string{}, ""
	for line := range strings.Lines(section) {
		words := strings.FieldsFunc(strings.TrimPrefix(line, "//"), func(r rune) bool { return strings.ContainsRune(" \t\n,:", r) })
		if !strings.HasPrefix(line, "//\t ") {
			verb, words = words[0], words[1:]
		}
		documented[verb] = append(documented[verb], words...)
	}
	for verb, fields := range answers {
		var beyond []string
		for path, f := range fields {
			if f.beyond && !slices.Contains(beyond, lastName(path)) {
				beyond = append(beyond, lastName(path))
			}
		}
		slices.Sort(beyond)
		slices.Sort(documented[verb])
		if !slices.Equal(beyond, documented[verb]) {
			t.Errorf("%s: the table has %v beyond the contract, doc.go has %v", verb, beyond, documented[verb])
		}
		delete(documented, verb)
	}
	if len(documented) > 0 {
		t.Errorf("doc.go lists %v", documented)
	}
}

// The judge sees each way to depart from the contract.
func TestTheJudgeOfTheContractCatches(t *testing.T) {
	good := `{"value":"1.5","formula":"和","inputs":[{"value":"1.5","task_force":"KFQ","period":"2023-09","version":1,"sha256":"` + strings.Repeat("ab", 32) + `","file":"表.xlsx","sheet":"签约项目","cell":"E5"}]}`
	for _, c := range []struct{ was, is, problem string }{
		{"", "", ""},
		{`"value":"1.5","formula"`, `"value":null,"formula"`, ""},
		{`"value":"1.5","formula"`, `"value":1.5,"formula"`, "trace value"},
		{`"version":1`, `"version":"1"`, "trace inputs[].version"},
		{`"version":1`, `"version":1.0`, "trace inputs[].version"},
		{`"cell":"E5"`, `"cell":null`, "trace inputs[].cell"},
		{`,"cell":"E5"`, ``, "trace inputs[].cell"},
		{`"formula"`, `"more":1,"formula"`, "trace more"},
		{`"inputs":[`, `"inputs":[[],`, "trace inputs[]"},
	} {
		r := &contractReader{map[string]bool{}, map[string]string{}}
		if err := r.read("trace", strings.Replace(good, c.was, c.is, 1)); err != nil {
			t.Fatal(err)
		}
		if _, found := r.problems[c.problem]; c.problem == "" && len(r.problems) > 0 || c.problem != "" && (!found || len(r.problems) > 1) {
			t.Errorf("%s for %s: %v", c.is, c.was, r.problems)
		}
	}
}
