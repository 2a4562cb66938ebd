package office

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/ledger"
	"tongbao/ingest/sheet"
	"tongbao/output"
	"tongbao/output/xlsx"
	"tongbao/rules/scheme"
)

// CellTrace is one cell of a file that came in, or of an office workbook, and
// the printed figures that rest on it (`trace FILE!SHEET!CELL`).
type CellTrace struct {
	SHA256    *string        `json:"sha256"` // null for an office workbook
	File      string         `json:"file"`
	TaskForce string         `json:"task_force,omitempty"`
	Period    *ingest.Period `json:"period,omitempty"`
	Version   int            `json:"version,omitempty"`
	Sheet     string         `json:"sheet"`
	Cell      string         `json:"cell"`
	Value     *string        `json:"value"` // null where the cell is empty
	State     string         `json:"state"` // one of the Cell… constants
	Note      string         `json:"note"`  // what the state means here, in words
	UsedBy    []CellUse      `json:"used_by"`
}

// What a cell's file is.
const (
	CellCounted    = "counted"    // of the version that counts for its month
	CellSuperseded = "superseded" // of an accepted version that a later one replaced
	CellReturned   = "returned"   // of a refused return: counted nowhere
	CellUnreadable = "unreadable" // of a file that could not be read
	CellOffice     = "office"     // of the scheme or the register
)

// CellUse is a printed figure that rests on a cell, as it was published.
type CellUse struct {
	Kind      string     `json:"kind"`
	Period    string     `json:"period"`
	TaskForce string     `json:"task_force,omitempty"` // whom the document is for
	Edition   int        `json:"edition"`
	Status    string     `json:"status"`
	Number    string     `json:"number,omitempty"`
	Figure    UsedFigure `json:"figure"`
	Printed   string     `json:"printed"`
	Formula   string     `json:"formula"`
	Direct    bool       `json:"direct"`          // the cell itself enters it; otherwise through another figure
	Places    []string   `json:"places"`          // in the document's workbook; none: said without its number
	Where     []string   `json:"where"`           // the same places as a reader of the page calls them; the cells where that was not kept
	Pages     []int      `json:"pages"`           // of the print, from 1; none: as where, or it stands in the workbook alone
	Value     *string    `json:"value,omitempty"` // what the cell held then, where it is not what it holds now

	document string // its name
}

// UsedFigure names a figure. TaskForce and Indicator are "" where it is of
// none; Part says what of them it is: actual, completion, gap, points …
type UsedFigure struct {
	Key       string `json:"key"`
	TaskForce string `json:"task_force,omitempty"`
	Indicator string `json:"indicator,omitempty"`
	Part      string `json:"part,omitempty"`
}

// Document is the name of the document that printed the figure.
func (u CellUse) Document() string { return u.document }

// figuresDrawn are a document's figures as the ledger keeps them, by key.
func figuresDrawn(d *output.Document, spots map[string][]xlsx.Spot, pages map[string][]int) []ledger.Figure {
	list := make([]ledger.Figure, 0, len(d.Traces))
	for k, t := range d.Traces {
		f := ledger.Figure{Key: k, Value: t.Value, Formula: t.Formula, Inputs: t.Inputs, Of: t.Of, Pages: pages[k]}
		for _, s := range spots[k] {
			f.At, f.Words = append(f.At, s.Place), append(f.Words, s.Words)
		}
		list = append(list, f)
	}
	slices.SortFunc(list, func(a, b ledger.Figure) int { return strings.Compare(a.Key, b.Key) })
	return list
}

var (
	cellAddress = regexp.MustCompile(`^[A-Za-z]{1,3}[1-9][0-9]{0,6}$`)
	hexDigits   = regexp.MustCompile(`^[0-9a-fA-F]{6,64}$`)
)

// TraceCell follows a cell forward: FILE!SHEET!CELL, where FILE is a SHA-256 or
// a unique beginning of one, the name that a file came under, or scheme.xlsx
// or register.xlsx. A cell that nothing was printed from has an empty UsedBy,
// and Note says why; what is not there at all is a *UsageError.
func (o *Office) TraceCell(ctx context.Context, address string) (*CellTrace, error) {
	file, sheetName, cell, err := splitAddress(address)
	if err != nil {
		return nil, err
	}
	if o.ledger == nil {
		return nil, usage("本工作区还没有收到过文件，没有可追溯的单元格。")
	}
	t := &CellTrace{Sheet: sheetName, Cell: cell, UsedBy: []CellUse{}}
	if book := officeBookNamed(file); book != "" {
		return t, o.traceOffice(ctx, t, book)
	}
	arrival, err := o.arrivalNamed(ctx, file)
	if err != nil {
		return nil, err
	}
	t.SHA256, t.File = &arrival.SHA256, path.Base(arrival.Name)
	versions, err := o.ledger.VersionsOf(ctx, arrival.SHA256)
	if err != nil {
		return nil, err
	}
	if len(versions) == 0 {
		t.State, t.Note = CellUnreadable, "这份文件无法读取，已退回，没有任何数字取自它。"
		return t, nil
	}
	return t, o.traceVersion(ctx, t, versions[len(versions)-1])
}

// splitAddress cuts at the last two marks: a file's name may hold some itself.
func splitAddress(address string) (file, sheetName, cell string, err error) {
	rest, cell, ok := cutLast(address)
	file, sheetName, ok2 := cutLast(rest)
	cell = strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(cell), "$", ""))
	if !ok || !ok2 || file == "" || sheetName == "" || !cellAddress.MatchString(cell) {
		return "", "", "", usage("“%s”不是单元格的写法。请写成 文件!工作表!单元格，文件可写SHA-256（或其开头几位）、收到时的文件名，或 %s、%s，如 '3f9a0c…!某工作表!F5'。", address, schemeFile, registerFile)
	}
	return file, strings.Trim(strings.TrimSpace(sheetName), "'"), cell, nil
}

func cutLast(s string) (before, after string, ok bool) {
	s = strings.ReplaceAll(s, "！", "!")
	at := strings.LastIndex(s, "!")
	if at < 0 {
		return s, "", false
	}
	return s[:at], s[at+1:], true
}

// officeBookNamed is 方案 or 台账 where a file's name means one, else "".
func officeBookNamed(file string) string {
	switch file {
	case registerFile, officeBook:
		return officeBook
	case schemeFile, "方案":
		return "方案"
	}
	return ""
}

// arrivalNamed is the one file received that a name or a digest means.
func (o *Office) arrivalNamed(ctx context.Context, file string) (found ledger.Arrival, err error) {
	all, err := o.ledger.Arrivals(ctx)
	if err != nil {
		return found, err
	}
	prefix := strings.ToLower(strings.TrimRight(file, "….")) // as printed: 3f9a0c…
	var byName, byDigest []ledger.Arrival
	for _, a := range all {
		if path.Base(a.Name) == path.Base(file) {
			byName = addArrival(byName, a)
		}
		if hexDigits.MatchString(prefix) && strings.HasPrefix(a.SHA256, prefix) {
			byDigest = addArrival(byDigest, a)
		}
	}
	list := byDigest
	if len(list) == 0 {
		list = byName
	}
	switch len(list) {
	case 0:
		return found, usage("没有收到过“%s”。文件可写SHA-256（至少开头6位）或收到时的文件名。", cleanName(file))
	case 1:
		return list[0], nil
	}
	var lines []string
	for _, a := range list {
		lines = append(lines, fmt.Sprintf("%.12s…（%s收到）", a.SHA256, a.ReceivedAt.Format("2006年1月2日15:04")))
	}
	return found, usage("“%s”可指%d份内容不同的文件，请改写SHA-256的开头：%s。", cleanName(file), len(list), strings.Join(lines, "、"))
}

// addArrival keeps the first arrival of each content.
func addArrival(list []ledger.Arrival, a ledger.Arrival) []ledger.Arrival {
	if slices.ContainsFunc(list, func(b ledger.Arrival) bool { return a.SHA256 == b.SHA256 }) {
		return list
	}
	return append(list, a)
}

// traceVersion follows a cell of a return that was read.
func (o *Office) traceVersion(ctx context.Context, t *CellTrace, v *ledger.Version) error {
	t.TaskForce, t.Period, t.Version = v.TaskForce, &v.Period, v.Number
	if tab, ok := v.Return.Tabs[t.Sheet]; ok {
		t.Sheet = tab.Name
	}
	text, err := o.archivedText(v.SHA256, t)
	if err != nil {
		return err
	}
	read := valueAt(v.Return, ingest.Place{Sheet: t.Sheet, Cell: t.Cell})
	if read != "" {
		text = read
	}
	if text != "" {
		t.Value = &text
	}
	if err := o.stateOf(ctx, t, v); err != nil {
		return err
	}
	if !v.Accepted() {
		return nil
	}
	if t.UsedBy, err = o.usedBy(ctx, t, v.SHA256, func(s ingest.Source) bool { return s.Version != nil && s.Version.SHA256 == v.SHA256 }); err != nil {
		return err
	}
	if len(t.UsedBy) == 0 {
		t.Note += unusedBecause(text, read)
	}
	return nil
}

func unusedBecause(text, read string) string {
	switch {
	case text == "":
		return "该单元格是空的，没有任何数字取自它。"
	case read == "":
		return "该单元格不是填报项（表头、说明或表外的内容），没有读入。"
	}
	return "该单元格已读入，但没有已签发文件的数字取自它。"
}

// stateOf says what became of the version that the cell belongs to.
func (o *Office) stateOf(ctx context.Context, t *CellTrace, v *ledger.Version) error {
	if !v.Accepted() {
		t.State, t.Note = CellReturned, "这一版月报表已退回，没有任何数字取自它。"
		return nil
	}
	t.State = CellCounted
	later, err := o.ledger.Versions(ctx, v.TaskForce, v.Period)
	for _, w := range later {
		if w.Number > v.Number && w.Accepted() {
			t.State = CellSuperseded
			t.Note = fmt.Sprintf("该月%s收到第%d次报送（%.12s…），此后的文件以其为准。", clockText(w.ReceivedAt), w.Number, w.SHA256)
		}
	}
	return err
}

// archivedText is what stands in a cell of a kept file, whether it was asked
// for or not.
func (o *Office) archivedText(sum string, t *CellTrace) (string, error) {
	book, refused, err := sheet.Open(o.path(archiveDir, sum), o.limits())
	if errors.Is(err, fs.ErrNotExist) {
		return "", usage("存档中没有%.12s…这份文件。请运行 tongbao verify 核验存档。", sum)
	}
	if err != nil {
		return "", err
	}
	if book == nil {
		return "", usage("存档中的%.12s…现在读不出来：%s", sum, refused[0].Message)
	}
	s := book.Sheet(t.Sheet)
	if s == nil {
		var names []string
		for _, x := range book.Sheets {
			if !x.Hidden {
				names = append(names, x.Name)
			}
		}
		return "", usage("“%s”中没有工作表“%s”，有%s。", cleanName(t.File), t.Sheet, strings.Join(names, "、"))
	}
	for _, row := range s.Rows {
		for _, c := range row.Cells {
			if c.Ref == t.Cell {
				return c.Text(), nil
			}
		}
	}
	return "", nil
}

// traceOffice follows a cell of the scheme or the register. Its value is
// today's; a use says what it was where that has changed.
func (o *Office) traceOffice(ctx context.Context, t *CellTrace, book string) error {
	tables, file := o.tables, registerFile
	if book != officeBook {
		tables, file = o.scheme.Tables(), schemeFile
	}
	t.File, t.State = file, CellOffice
	now, ok := textIn(tables, t)
	if !ok {
		var names []string
		for _, x := range tables {
			names = append(names, x.Sheet)
		}
		return usage("%s中没有工作表“%s”，有%s。", book, t.Sheet, strings.Join(names, "、"))
	}
	if now != "" {
		t.Value = &now
	}
	uses, err := o.usedBy(ctx, t, book, func(s ingest.Source) bool { return s.Office == book })
	if err != nil {
		return err
	}
	t.UsedBy = uses
	if len(uses) == 0 {
		t.Note = "没有已签发文件的数字取自该单元格。"
	}
	return nil
}

func textIn(tables []scheme.Table, t *CellTrace) (string, bool) {
	for _, x := range tables {
		if x.Sheet != t.Sheet {
			continue
		}
		if col, row := sheet.ParseRef(t.Cell); row == x.Header && col <= len(x.Columns) {
			return x.Columns[col-1], true
		}
		return x.At(t.Cell), true
	}
	return "", false
}

// usedBy goes through the issued documents whose figures name the word, the
// first issued first, and lists what rests on the cell: the figures that it
// enters, then those computed from them.
func (o *Office) usedBy(ctx context.Context, t *CellTrace, word string, of func(ingest.Source) bool) ([]CellUse, error) {
	documents, err := o.ledger.Documents(ctx)
	if err != nil {
		return nil, err
	}
	unknown, uses := []int64{}, map[int64][]CellUse{}
	take := func(d ledger.Document, figures []ledger.Figure) error {
		list := usesIn(d, figures, func(s ingest.Source) bool {
			return of(s) && s.Place.Sheet == t.Sheet && s.Place.Cell == t.Cell
		})
		for i := range list {
			list[i].Figure = o.figureNamed(list[i].Figure.Key)
		}
		uses[d.ID] = list
		return o.valueThen(ctx, t, d, list)
	}
	for _, d := range documents {
		figures, err := o.ledger.Figures(ctx, d.ID, word)
		if errors.Is(err, fs.ErrNotExist) {
			unknown = append(unknown, d.ID)
			continue
		}
		if err == nil && len(figures) > 0 {
			err = take(d, figures)
		}
		if err != nil {
			return nil, err
		}
	}
	if len(unknown) > 0 {
		if err := o.remakeFigures(ctx, documents, unknown, take); err != nil {
			return nil, err
		}
	}
	all := []CellUse{}
	for _, d := range documents {
		all = append(all, uses[d.ID]...)
	}
	return all, nil
}

// valueThen notes what an office workbook's cell held when a document was
// issued, where it holds something else now.
func (o *Office) valueThen(ctx context.Context, t *CellTrace, d ledger.Document, list []CellUse) error {
	if t.SHA256 != nil || len(list) == 0 {
		return nil
	}
	kind, digest, now := "register", d.Manifest.Register, o.register.Digest
	if t.File == schemeFile {
		kind, digest, now = "scheme", d.Manifest.Scheme, o.scheme.Digest
	}
	if digest == now {
		return nil
	}
	tables, err := o.snapshotOf(ctx, kind, digest)
	if err != nil {
		return err
	}
	then, _ := textIn(tables, t)
	if t.Value == nil || then != *t.Value {
		for i := range list {
			list[i].Value = &then
		}
	}
	return nil
}

// usesIn are the figures of one document that rest on the cells meant.
func usesIn(d ledger.Document, figures []ledger.Figure, meant func(ingest.Source) bool) (list []CellUse) {
	reached := map[string]bool{}
	use := func(f ledger.Figure, direct bool) {
		reached[f.Key] = true
		u := CellUse{Kind: d.Kind, Period: d.Period, TaskForce: d.TaskForce, Edition: d.Edition, Status: string(d.Status), Number: d.Number,
			Figure: UsedFigure{Key: f.Key}, Printed: f.Value, Formula: f.Formula, Direct: direct, document: documentName(d)}
		u.Places, u.Where = placesOf(f)
		u.Pages = append([]int{}, f.Pages...)
		list = append(list, u)
	}
	for _, f := range figures {
		if slices.ContainsFunc(f.Inputs, meant) {
			use(f, true)
		}
	}
	for more := true; more; {
		more = false
		for _, f := range figures {
			if !reached[f.Key] && slices.ContainsFunc(f.Of, func(of string) bool { return reached[of] }) {
				use(f, false)
				more = true
			}
		}
	}
	return list
}

// placesOf are the places that print a figure, each once, by cell and in
// words.
func placesOf(f ledger.Figure) (cells, words []string) {
	cells, words = []string{}, []string{}
	for i, at := range f.At {
		if slices.Contains(cells, at.String()) {
			continue
		}
		cells = append(cells, at.String())
		if i < len(f.Words) {
			words = append(words, f.Words[i])
		} else {
			words = append(words, at.String())
		}
	}
	return cells, words
}

// figureNamed reads the task force, the indicator and the part out of a key.
// What a list prints as it was reported is of no indicator.
func (o *Office) figureNamed(key string) UsedFigure {
	f := UsedFigure{Key: key}
	parts := strings.Split(key, "/")
	listed := parts[0] == "list" || parts[0] == "project"
	for i, p := range parts {
		switch {
		case o.scheme.TaskForce(p) != nil:
			f.TaskForce = p
		case !listed && o.scheme.Indicator(p) != nil:
			f.Indicator = p
		case !listed && i == len(parts)-1 && i > 0:
			f.Part = p
		}
	}
	return f
}

// Words is the figure in Chinese: 开发区专班签约金额完成率; of what has no
// name of its own, its formula.
func (o *Office) Words(u CellUse) string {
	f, text := u.Figure, ""
	if tf := o.scheme.TaskForce(f.TaskForce); tf != nil {
		text = tf.Short
	}
	ind := o.scheme.Indicator(f.Indicator)
	first, _, _ := strings.Cut(f.Key, "/")
	switch {
	case areaWords[first] != "":
		if ind != nil && strings.HasPrefix(f.Key, "correction/total/") {
			text = CountyTotal + ind.Name
		}
		return text + areaWords[first] + map[string]string{"was": "（原印）", "is": "（更正为）"}[f.Part]
	case first == "sources" && strings.Count(f.Key, "/") == 3:
		return text + periodWords(strings.Split(f.Key, "/")[2]) + "月报表取用的单元格数"
	case first == "alike" && ind != nil:
		return ind.Name + u.Formula
	case first == "deduction" && deductionParts[f.Part] != "":
		return text + deductionParts[f.Part]
	case ind == nil && wholeParts[f.Part] != "":
		return cmp.Or(text, CountyTotal) + wholeParts[f.Part]
	case ind == nil && first == "supervision" && u.Formula != "" && !strings.Contains(f.Key, "/count/"):
		return text + f.Part + "所列事项"
	case ind == nil:
		return text + cmp.Or(u.Formula, f.Part)
	}
	if strings.HasPrefix(f.Key, "total/") {
		text += "合计"
	}
	return text + ind.Name + partWords[f.Part]
}

// areaWords are the parts of a document whose figures are named by where they
// stand.
var areaWords = map[string]string{"list": "清单所列填报数", "project": "项目填报数", "correction": "更正说明", "change": "人员变动", "restated": "更正对照", "note": "附注"}

// wholeParts are the parts of what is told of a task force beyond its
// indicators.
var deductionParts = map[string]string{"count": "扣分次数", "why": "扣分事由", "rate": "扣分标准", "each": "每次扣分", "most": "扣分上限"}

var wholeParts = map[string]string{
	"score": "总得分", "rank": "名次", "moved": "名次变化", "previous": "上期名次", "sum": "总得分算式", "why": "名次说明", "lost": "扣分合计",
	"amount": "年度经费", "left": "经费结余", "spent": "经费支出", "short": "与上一名的差距",
}

// partWords are the parts of a figure that have a name of their own.
var partWords = map[string]string{
	"actual": "累计", "month": "当月", "reported": "上报数", "target": "目标", "completion": "完成率", "expected": "应达", "gap": "较进度",
	"points": "得分", "formula": "计分算式", "weight": "权重", "note": "计分说明", "left": "不再计入数",
}
