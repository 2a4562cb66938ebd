package main

import (
	"cmp"
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"tongbao/ingest"
	"tongbao/ingest/ledger"
)

// judgeEveryNumber takes every number that stands in any issued document and
// asks where it comes from: it is a traced figure of that very place, leading
// down to a cell or to a document issued before, or it is of a kind that
// numberKinds names. Nothing else may print a digit. First the workbook of each
// document is gone through cell by cell; then what its PDF, and the text that the
// office edits, say beyond it.
func judgeEveryNumber(t *testing.T, dir string) {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("no pdftotext (poppler-utils)")
	}
	ctx := context.Background()
	l, err := ledger.OpenReadOnly(filepath.Join(dir, "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	issued, err := l.Documents(ctx)
	if err != nil {
		t.Fatal(err)
	}
	words := ownWords(t, dir)
	if err := l.EachVersion(ctx, func(v *ledger.Version) error {
		for _, f := range v.Findings { // told to the sender in these words
			words[strings.TrimSuffix(tight(f.Message), "。")] = true
			for _, m := range bracketed.FindAllStringSubmatch(f.Message, -1) {
				words[tight(m[1])] = true
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	quotes := sayingNumbers(words)
	earlier := map[string]bool{} // names of documents issued so far
	numbers, kinds := 0, map[string]int{}
	for _, d := range issued {
		figures, err := l.Figures(ctx, d.ID, "")
		if err != nil {
			t.Fatalf("%s %s: %v", d.Kind, d.Period, err)
		}
		book, page, edit := "", "", ""
		for _, f := range d.Files {
			switch filepath.Ext(f.Path) {
			case ".xlsx":
				book = filepath.Join(dir, f.Path)
			case ".pdf":
				page = filepath.Join(dir, f.Path)
			case ".docx":
				edit = filepath.Join(dir, f.Path)
			}
		}
		name := strings.TrimSuffix(filepath.Base(page), ".pdf")
		t.Run(filepath.Base(filepath.Dir(page))+" "+name, func(t *testing.T) {
			r := newResolver(figures, words, earlier)
			r.quotes = quotes
			twin := openWorkbook(t, mustRead(t, book))
			r.workbook(t, twin)
			r.page(t, twin, "PDF", rawText(t, page))
			if edit != "" {
				r.page(t, twin, "docx", strings.Join(wordParagraphs(t, edit), ""))
			}
			for _, problem := range r.problems {
				t.Error(problem)
			}
			numbers += r.numbers
			for kind, n := range r.kinds {
				kinds[kind] += n
			}
		})
		earlier[strings.NewReplacer("（定稿）", "", "（更正）", "").Replace(name)] = true
	}
	// The demo prints thousands; a judge that sees fewer has gone blind.
	if numbers < 5000 {
		t.Errorf("only %d numbers were resolved as figures", numbers)
	}
	t.Logf("%d figures; of named kinds: %v", numbers, kinds)
}

// bracketed is what a finding gives as its ground.
var bracketed = regexp.MustCompile(`（([^（）]*)）`)

// numberKinds are the numbers that are no figures, each told by its form. A
// bare number is of no kind.
var numberKinds = []struct {
	name string
	form *regexp.Regexp
}{
	{"督办编号、文号", regexp.MustCompile(`〔\d{4}〕\d+号`)},
	{"项目编号", regexp.MustCompile(`[A-Z]{2,4}-\d{4}-\d{3}`)},
	{"规则编号", regexp.MustCompile(`\b(R|DC|F|S|T|X|D)-\d{2,3}`)},
	{"校验值", regexp.MustCompile(`[0-9a-f]{64}|[0-9a-f]{12}…|SHA-256(的前\d+位)?`)},
	{"时刻", regexp.MustCompile(`\d{4}-\d{2}-\d{2} \d{2}:\d{2}`)},
	{"日期", regexp.MustCompile(`\d{4}-\d{2}-\d{2}|(\d{4}年)?\d{1,2}月\d{1,2}日(至\d{1,2}日)?`)},
	{"报告期", regexp.MustCompile(`\d{4}-\d{2}|\d{4}年(\d{1,2}月?(—(\d{4}年)?\d{1,2})?月份?|第[一二三四]季度|度)|\d{1,2}(—\d{1,2})?月份?|\d{4}年`)},
	{"附件、图、表的序号", regexp.MustCompile(`附件\d+|[图表]\d+ `)},
	{"报送版次", regexp.MustCompile(`第\d+[次版]`)},
	{"单元格", regexp.MustCompile(`\p{Han}+(!|表)[A-Z]{1,2}\d+(、[A-Z]{1,2}\d+)*(单元格)?|\p{Han}+!`)},
	{"文件名称", regexp.MustCompile(`《[^》]*》`)},
	{"已过月数", regexp.MustCompile(`\d{1,2}个月(进度|应累计)`)},
	{"取整前的应达数", regexp.MustCompile(`（[\d.]+取整）`)},
	{"督办办理次数", regexp.MustCompile(`答复\d+次|\d+次复查`)},
	{"名册代号", regexp.MustCompile(`成员\d{2}`)},
}

// resolver goes through one document.
type resolver struct {
	figures  map[string]ledger.Figure
	at       map[string][]string // keys of the figures printed at Sheet!Cell, as often as they are
	words    map[string]bool     // texts of cells that people wrote
	quotes   []string            // those of them that say a number in a sentence
	earlier  map[string]bool
	kinds    map[string]int
	numbers  int
	problems []string
}

func newResolver(figures []ledger.Figure, words, earlier map[string]bool) *resolver {
	r := &resolver{figures: map[string]ledger.Figure{}, at: map[string][]string{}, words: words, earlier: earlier, kinds: map[string]int{}}
	for _, f := range figures {
		r.figures[f.Key] = f
		for _, at := range f.At {
			r.at[at.String()] = append(r.at[at.String()], f.Key)
		}
	}
	return r
}

func (r *resolver) problem(format string, args ...any) {
	r.problems = append(r.problems, fmt.Sprintf(format, args...))
}

func hasDigit(s string) bool { return strings.ContainsFunc(s, unicode.IsDigit) }

// workbook resolves every cell but those of 来源, which says itself what it
// lists.
func (r *resolver) workbook(t *testing.T, book *workbook) {
	for _, s := range book.sheets {
		if s.name == "来源" {
			continue
		}
		for _, row := range s.rows {
			for _, c := range row {
				if c.link != "" { // leads to another sheet
					continue
				}
				place := s.name + "!" + c.ref
				if left := r.text(c.shown(t), r.at[place]); left != "" {
					r.problem("%s: nothing is known of %s in %q", place, left, c.shown(t))
				}
			}
		}
	}
}

// text takes the figures out of a text that are texts themselves, then what is
// of a named kind, then the figures that are numbers: a kind that swallowed one
// leaves it missing. It returns the numbers that are left.
func (r *resolver) text(s string, keys []string) string {
	if r.words[tight(s)] && len(keys) == 0 && hasDigit(s) {
		r.kinds["原文"]++
		return ""
	}
	keys = slices.Clone(keys)
	slices.SortStableFunc(keys, func(a, b string) int { return len(r.figures[b].Value) - len(r.figures[a].Value) })
	take := func(worded bool) {
		for _, k := range keys {
			value := r.figures[k].Value
			if isWorded(value) != worded {
				continue
			}
			rest, ok := takeOut(s, value)
			if low, _, isRange := strings.Cut(value, "—"); !ok && isRange {
				rest, ok = takeOut(s, low) // a chart's bar: the low end of a target from 1 to 2
			}
			if !ok {
				r.problem("figure %s = %s is not printed in %q", k, value, s)
				continue
			}
			s = rest
			r.numbers++
			r.leads(k, nil)
		}
	}
	take(true)
	for _, quote := range r.quotes {
		if strings.Contains(s, quote) {
			r.kinds["引用的原文"]++
			s = strings.ReplaceAll(s, quote, "\x00")
		}
	}
	s = r.withoutKinds(s)
	take(false)
	return bareNumbers(s)
}

func isWorded(s string) bool {
	return strings.ContainsFunc(s, func(c rune) bool { return unicode.Is(unicode.Han, c) })
}

// left are the numbers of a text that are of no named kind.
func (r *resolver) left(s string) string { return bareNumbers(r.withoutKinds(s)) }

func (r *resolver) withoutKinds(s string) string {
	for _, kind := range numberKinds {
		s = kind.form.ReplaceAllStringFunc(s, func(string) string { r.kinds[kind.name]++; return "\x00" })
	}
	return s
}

var bareNumber = regexp.MustCompile(`\d[\d.]*`)

func bareNumbers(s string) string { return strings.Join(bareNumber.FindAllString(s, -1), " ") }

// takeOut removes a value that stands by itself, not as a part of a longer
// number.
func takeOut(s, value string) (string, bool) {
	for from := 0; ; {
		i := strings.Index(s[from:], value)
		if i < 0 || value == "" {
			return s, false
		}
		i += from
		before, after := s[:i], s[i+len(value):]
		if !hasDigit(value) || !numberEnds(before) && !numberBegins(after) {
			return before + "\x00" + after, true
		}
		from = i + 1
	}
}

func numberEnds(s string) bool {
	return s != "" && (s[len(s)-1] == '.' || s[len(s)-1] >= '0' && s[len(s)-1] <= '9')
}

func numberBegins(s string) bool {
	return s != "" && (s[0] >= '0' && s[0] <= '9' || len(s) > 1 && s[0] == '.' && s[1] >= '0' && s[1] <= '9')
}

// leads follows a figure down: every one of them ends at a cell, a return, an
// earlier document, or the calendar.
func (r *resolver) leads(k string, above []string) bool {
	f, known := r.figures[k]
	if !known || slices.Contains(above, k) {
		r.problem("figure %s, on which %v rest, leads nowhere", k, above)
		return false
	}
	if isWorded(f.Value) {
		r.sentence(f)
	}
	for _, in := range f.Inputs {
		switch {
		case in.Version != nil && len(in.Version.SHA256) == 64, in.Place.Sheet != "":
			return true
		case r.earlier[in.Office]:
			return true
		}
	}
	for _, of := range f.Of {
		if r.leads(of, append(above, k)) {
			return true
		}
	}
	switch {
	case k == "elapsed/share": // months gone ÷ 12
		return true
	case strings.Trim(f.Value, "0.") == "" && f.Formula != "": // nothing was found to count
		return true
	case !hasDigit(r.left(f.Value)):
		return true
	}
	if len(above) == 0 {
		r.problem("figure %s = %s (%s) rests on nothing: %v %v", k, f.Value, f.Formula, f.Inputs, f.Of)
	}
	return false
}

// sentence resolves the numbers inside a figure that is a text: a remark, a
// score's arithmetic, a supervision item. They are those it rests on.
func (r *resolver) sentence(f ledger.Figure) {
	s := f.Value
	for _, in := range f.Inputs {
		if in.Office == "方案" && in.Place.Cell != "" { // words of the scheme, as they stand there
			return
		}
	}
	for _, of := range f.Of {
		if rest, ok := takeOut(s, r.figures[of].Value); ok {
			s = rest
		}
	}
	if left := r.left(s); left != "" {
		r.problem("figure %s says %s, of which nothing is known: %q rests on %v", f.Key, left, f.Value, f.Of)
	}
}

// ordinals of the list of annexes, “附件：1.”, its titles taken out, and at the
// head of each, “附件1”.
var annexOrdinal = regexp.MustCompile(`附件：?\d|\x00\d\.`)

// page looks for numbers that a PDF or a docx prints beyond its workbook. Whatever the
// workbook says is taken out once, the rows of its tables as a whole; captions
// and heads, which repeat on every page, go next; then no number may be left
// but of a named kind.
func (r *resolver) page(t *testing.T, twin *workbook, what, text string) {
	pieces, captions := r.drawn(t, twin)
	for _, s := range pieces {
		if before, after, found := strings.Cut(text, s); found {
			text = before + "\x00" + after
		}
	}
	for _, s := range captions {
		text = strings.ReplaceAll(text, s, "\x00")
	}
	text = r.withoutKinds(annexOrdinal.ReplaceAllString(text, "\x00\x00"))
	text = regexp.MustCompile(`\x00+`).ReplaceAllString(text, "|")
	for _, left := range bareNumber.FindAllStringIndex(text, -1) {
		r.problem("the %s prints %s, which its workbook does not say: “%s”", what, text[left[0]:left[1]], text[max(0, left[0]-60):min(len(text), left[1]+60)])
	}
}

// drawn are the pieces that a workbook's twin in print is drawn of, the longest
// first, and those of them that name a table and may stand on each of its pages.
func (r *resolver) drawn(t *testing.T, twin *workbook) (pieces, captions []string) {
	for _, sheet := range twin.sheets {
		if ownOfBook(sheet.name) {
			continue
		}
		for i, row := range sheet.rows {
			run := ""
			for _, c := range row {
				text := tight(c.shown(t))
				if c.link != "" {
					text = led(text)
				}
				if strings.HasPrefix(sheet.name, "图") {
					for _, k := range r.at[sheet.name+"!"+c.ref] {
						text = r.figures[k].Value // 1—2, not the bar's own 1
					}
					pieces = append(pieces, text)
				} else {
					run += text
				}
			}
			pieces = append(pieces, run)
			if i < 3 && run != "" && sheet.name != "正文" {
				captions = append(captions, run)
			}
		}
	}
	pieces = slices.DeleteFunc(pieces, func(s string) bool { return s == "" })
	slices.SortStableFunc(pieces, func(a, b string) int { return len(b) - len(a) })
	return pieces, captions
}

// rawText is a PDF's text in the order of drawing, without white space and
// page numbers.
func rawText(t *testing.T, file string) string {
	t.Helper()
	return pdfText(t, file, "-raw")
}

// sayingNumbers are those texts that have a number in a sentence, the longest
// first.
func sayingNumbers(words map[string]bool) (quotes []string) {
	r := newResolver(nil, nil, nil)
	for s := range words {
		if len([]rune(s)) >= 8 && isWorded(s) && r.left(s) != "" {
			quotes = append(quotes, s)
		}
	}
	slices.SortFunc(quotes, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	return quotes
}

// ownWords are the texts of all cells that people wrote: of every return kept,
// the register and the scheme. They may print as they stand.
func ownWords(t *testing.T, dir string) map[string]bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "archive", "*"))
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	words := map[string]bool{}
	for _, file := range append(files, filepath.Join(dir, "register.xlsx"), filepath.Join(dir, "scheme.xlsx")) {
		content := mustRead(t, file)
		if !strings.HasPrefix(string(content), "PK") {
			continue
		}
		for _, s := range openWorkbook(t, content).sheets {
			for _, row := range s.rows {
				for _, c := range row {
					if !c.number && strings.ContainsFunc(c.raw, unicode.IsLetter) {
						words[tight(c.raw)] = true
					}
				}
			}
		}
	}
	return words
}

// The judge has to be able to fail: each of these documents hides a number that
// nothing accounts for.
func TestTheJudgeOfNumbersCatches(t *testing.T) {
	at := []ingest.Place{{Sheet: "正文", Cell: "A1"}}
	cell := []ingest.Source{{Office: "方案", Place: ingest.Place{Sheet: "目标", Cell: "E3"}}}
	traced := ledger.Figure{Key: "figure/KFQ/签约金额/actual", Value: "26.00", Formula: "sum", Inputs: cell, At: at}
	for _, c := range []struct {
		name, text, want string
		figures          []ledger.Figure
	}{
		{"all is known", "9月，签约26.00亿元（督办〔2023〕8号）", "", []ledger.Figure{traced}},
		{"a number without a trace", "签约26.00亿元，另有17个", "17", []ledger.Figure{traced}},
		{"the same digits once more", "签约26.00亿元，计划26.00亿元", "26.00", []ledger.Figure{traced}},
		{"part of a longer number", "签约126.00亿元", "is not printed", []ledger.Figure{traced}},
		{"a figure that rests on nothing", "签约26.00亿元", "rests on nothing", []ledger.Figure{{Key: "x", Value: "26.00", At: at}}},
		{"a figure that rests on a document never issued", "第三季度102.67分", "rests on nothing", []ledger.Figure{{Key: "x", Value: "102.67", Inputs: []ingest.Source{{Office: "2022年第三季度季评比"}}, At: at}}},
		{"a circle", "签约26.00亿元", "leads nowhere", []ledger.Figure{{Key: "x", Value: "26.00", Of: []string{"x"}, At: at}}},
		{"a remark that says more than it rests on", "完成26.00，尚差4.00", "4.00", []ledger.Figure{traced, {Key: "remark", Value: "完成26.00，尚差4.00", Of: []string{traced.Key}, At: at}}},
		{"months that are no month", "累计9个月", "9", nil},
		{"a bare number", "5", "5", nil},
	} {
		figures := c.figures
		if c.name == "a remark that says more than it rests on" {
			figures[0].At = nil
		}
		r := newResolver(figures, map[string]bool{}, map[string]bool{})
		left := r.text(c.text, r.at["正文!A1"])
		told := left + strings.Join(r.problems, "；")
		if (c.want == "") != (told == "") || !strings.Contains(told, c.want) {
			t.Errorf("%s: told %q, want %q", c.name, told, c.want)
		}
	}
	// In print but not in the workbook.
	r := newResolver([]ledger.Figure{traced}, map[string]bool{}, map[string]bool{})
	twin := &workbook{sheets: []worksheet{{"正文", [][]sheetCell{{{ref: "A1", raw: "签约26.00亿元"}}}}}}
	if r.page(t, twin, "PDF", "签约26.00亿元"); len(r.problems) != 0 {
		t.Error(r.problems)
	}
	if r.page(t, twin, "PDF", "签约26.00亿元99.5"); len(r.problems) != 1 {
		t.Errorf("a planted 99.5 is told %v", r.problems)
	}
	// A sheet that only the workbook has does not account for print, and its own
	// numbers are asked about as any others.
	twin.sheets = append(twin.sheets, worksheet{"对照图1 签约", [][]sheetCell{{{ref: "B2", raw: "99.5", number: true, format: "0.0"}}}})
	r = newResolver([]ledger.Figure{traced}, map[string]bool{}, map[string]bool{})
	if r.page(t, twin, "docx", "签约26.00亿元99.5"); len(r.problems) != 1 || !strings.Contains(r.problems[0], "the docx prints 99.5") {
		t.Errorf("a planted 99.5 is told %v", r.problems)
	}
	if r.workbook(t, twin); len(r.problems) != 2 || !strings.Contains(r.problems[1], "对照图1 签约!B2: nothing is known of 99.5") {
		t.Errorf("a planted cell is told %v", r.problems)
	}
}
