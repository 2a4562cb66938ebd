package office

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/crash"
	"tongbao/ingest/ledger"
	"tongbao/output"
	"tongbao/output/docx"
	"tongbao/output/pdf"
	"tongbao/output/xlsx"
)

// Kinds of documents, as the ledger and JSON name them.
const (
	kindCircular   = "circular"
	kindRanking    = "ranking"
	kindAssessment = "assessment"
	kindNotice     = "notice"   // one a task force, with the circular
	kindEdited     = "edited"   // the office's own final file of a circular
	kindInternal   = "internal" // for the office alone, with circular and ranking
)

var kindNames = map[string]string{
	kindCircular: "月通报", kindRanking: "季评比", kindAssessment: "年考核", kindNotice: "整改通知单", kindInternal: "内部专报", kindEdited: "印发稿",
}

// rendererVersion changes whenever the same document may come out as other
// bytes, so that a rebuilt one is compared as data then.
const rendererVersion = "8"

// The first rendererVersion whose circulars tell what became known of the
// reporting year before, that what was found on site is overdue where its day
// has passed, and that a task force which has ended put right what it left.
// Those of earlier programs did not, and do not when they are made again.
const (
	tellsPastYear = 6
	tellsLapsed   = 6
	asksTheEnded  = 6
)

// tellsSkipped is the first rendererVersion whose circulars raise what months
// before them left open that had no circular, and take up again what was closed
// by a return that has been taken back.
const tellsSkipped = 7

// tellsLeftOut is the first rendererVersion whose circulars raise what months
// without a circular left open also where an earlier program's circular, which
// told nothing of them, stands between.
const tellsLeftOut = 8

// soundFigures is the first rendererVersion whose figures leave out faulty rows
// of 期初项目, share a settled claim out of one amount, count the contract of a
// project given up only once it is at that stage again, and tell a red line
// beside another's outcome. What earlier programs issued is proved as it was.
const soundFigures = 6

// wholeSettlements is the first rendererVersion that asks whose report holds
// where one holder of a settled claim gave the project up and another goes on,
// that counts once what is settled between some of its holders only, whose months
// are as the returns say, and that tells what the others count of a project that
// one of them gave up.
const wholeSettlements = 7

// ranksTargets is the first rendererVersion that does not rank who has no
// target.
const ranksTargets = 7

// tellsTerms is the first rendererVersion that gives a change of the scheme as
// the reason of what it changes, and of nothing else, that tells of targets
// that are others than before, that leaves an open claim with who filed it
// first whatever month that one corrects, and that holds nothing against who was
// given more time.
const tellsTerms = 8

// tellsTwice is the first rendererVersion whose internal sheets tell of settled
// projects that count this year although the year before holds them, and no more
// of what a settlement answers about the year before, whose circulars tell every share of
// a settlement, and say of who reported nothing what counts of it all the same.
const tellsTwice = 8

// madeSince reports whether the document at hand is made as the programs from a
// rendererVersion on make it.
func (o *Office) madeSince(version int) bool {
	return madeSince(cmp.Or(o.madeBy, rendererVersion), version)
}

func madeSince(renderer string, version int) bool {
	n, err := strconv.Atoi(renderer)
	return err == nil && n >= version
}

// Making says how a document is wanted.
type Making struct {
	Draft   bool // numbers, issues and records nothing
	Reissue bool // once more with what is known now, marked （更正）

	approval *Approval   // signed by hand: IssueCircular, IssueRanking
	edited   *editedFile // to be kept with the circular once it is issued
}

// Paper is a document as a verb answers it.
type Paper struct {
	Kind     string
	Period   string // 2023-09, 2023Q3
	Name     string // 2023年9月月通报
	Status   string // draft, issued, reissued, published, final
	Number   string
	Drafted  int  // of a 送审稿 that was put before a signer: 第n稿
	Before   bool // it was issued before; this is the same again
	JSON     json.RawMessage
	Files    []PaperFile
	Warnings []string // 〓 characters and the like
	Notes    []string // to be read with it: what an edited file has otherwise
	Attached []*Paper // issued with it: notices, the internal sheet
}

// PaperFile is a file of a document, under the workspace with slashes.
type PaperFile struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
}

// Headline says in a line what was made.
func (p *Paper) Headline() string {
	text := p.Name
	switch p.Status {
	case "draft":
		text += "　送审稿"
		if p.Drafted > 0 {
			text += fmt.Sprintf("（第%d稿）", p.Drafted)
		}
	case "published":
		text += "　公示稿"
	case "reissued":
		text += "　已签发（更正）"
	case "final":
		text += "　定稿"
	default:
		text += "　已签发"
	}
	if p.Number != "" {
		text += "　" + p.Number
	}
	if p.Before {
		text += "　（此前已签发，原件如下）"
	}
	return text
}

// drawing is a document on its way out.
type drawing struct {
	paper    *Paper
	document *output.Document
	// shape gives the JSON of the document once its files are known.
	shape    func(status, number string, files []PaperFile) ([]byte, error)
	folder   string // under out/
	base     string // file name without extension
	manifest ledger.Manifest
	items    []ledger.Item
	from     ingest.Date     // day that terms count from
	terms    []term          // that it sets
	figures  []ledger.Figure // as drawn
	year     int             // that its number is counted in
	series   string          // "" for a document without a number
	status   ledger.DocumentStatus
	replaces int
	force    string     // task force it is for; "" for a document about all
	serial   int        // of series; 0 for none
	attached []*drawing // issued in the same transaction
}

// all is the drawing and what goes out with it.
func (d *drawing) all() []*drawing { return append([]*drawing{d}, d.attached...) }

// draw makes the files of a document: PDF and workbook, and of a circular a
// text that the office can edit.
func (o *Office) draw(d *drawing, folder string) ([]ledger.File, error) {
	// The two renderings know nothing of each other: one a core.
	var book []byte
	var places map[string][]xlsx.Spot
	var bookErr error
	done := make(chan struct{})
	go func() {
		defer close(done)
		book, places, bookErr = xlsx.DocumentPlaces(d.document, o.sourceNames(folder))
	}()
	page, err := pdf.Render(d.document, o.fonts)
	<-done
	if err = errors.Join(err, bookErr); err != nil {
		return nil, err
	}
	d.paper.Warnings, d.figures = page.Warnings, figuresDrawn(d.document, places, page.Figures)
	for _, f := range o.faultyWording {
		d.paper.Warnings = append(d.paper.Warnings, "用语文件有误，本文件未受影响，用到它的文件不能签发："+output.WordingFaults{f}.Error())
	}
	for _, doubt := range o.wording.Doubts(d.paper.Kind + ".tmpl") {
		d.paper.Warnings = append(d.paper.Warnings, "用语请核对："+output.WordingFaults{doubt}.Error())
	}
	d.manifest.Fonts = map[string]string{}
	for _, used := range page.Fonts {
		role, face, _ := strings.Cut(used, "：")
		d.manifest.Fonts[role] = face
	}
	for _, own := range o.fonts.Own() {
		if d.manifest.OwnFonts == nil {
			d.manifest.OwnFonts = map[string]string{}
		}
		d.manifest.OwnFonts[own.File] = own.SHA256
	}
	d.manifest.Renderer = rendererVersion
	files := []ledger.File{
		{Path: folder + "/" + d.base + ".pdf", Bytes: page.Bytes},
		{Path: folder + "/" + d.base + ".xlsx", Bytes: book},
	}
	if d.paper.Kind == kindCircular {
		text, err := docx.Render(d.document)
		if err != nil {
			return nil, err
		}
		files = append(files, ledger.File{Path: folder + "/" + d.base + ".docx", Bytes: text})
	}
	for i := range files {
		files[i].SHA256 = hash(files[i].Bytes)
		files[i].Size = int64(len(files[i].Bytes))
		d.paper.Files = append(d.paper.Files, PaperFile{files[i].Path, files[i].SHA256})
	}
	return files, nil
}

// sourceNames are what the sheet 来源 of a workbook in a folder calls figures
// and task forces, and the way from there to the kept files.
func (o *Office) sourceNames(folder string) xlsx.Names {
	return xlsx.Names{
		Figure: func(key, formula string) string {
			return o.Words(CellUse{Figure: o.figureNamed(key), Formula: formula})
		},
		TaskForce: func(code string) string {
			if o.scheme.TaskForce(code) == nil {
				return code
			}
			return o.shortName(code)
		},
		Archive: strings.Repeat("../", strings.Count(folder, "/")+1) + archiveDir,
	}
}

// leaveDraft writes a 送审稿, with what is to go out with it, under out/drafts
// and issues nothing. One for a signer is kept in the ledger.
func (o *Office) leaveDraft(ctx context.Context, d *drawing) (*Paper, error) {
	if err := o.keepDraft(ctx, d); err != nil {
		return nil, err
	}
	mark := "（送审稿）"
	if d.paper.Drafted > 1 {
		mark = fmt.Sprintf("（送审稿第%d稿）", d.paper.Drafted)
	}
	for _, x := range d.all() {
		x.base += mark
		files, err := o.draw(x, draftsDir+"/"+x.folder)
		if err != nil {
			return nil, err
		}
		if x.paper.JSON, err = x.shape("draft", "", x.paper.Files); err != nil {
			return nil, err
		}
		x.paper.Status = "draft"
		for _, f := range files { // in place of the draft before it
			if err := put(o.path(filepath.FromSlash(f.Path)), f.Bytes); err != nil {
				return nil, err
			}
		}
		if x != d {
			d.paper.Attached = append(d.paper.Attached, x.paper)
		}
	}
	return d.paper, nil
}

// issue records a document, what goes out with it and their bytes in one
// transaction, then publishes the files: should the machine stop in between,
// the ledger has them and the next run puts them out.
func (o *Office) issue(ctx context.Context, d *drawing, serial int) (*Paper, error) {
	d.serial = serial
	var list []ledger.Issuing
	for _, x := range d.all() {
		i, err := o.issuing(x)
		if err != nil {
			return nil, err
		}
		list = append(list, i)
		if x != d {
			d.paper.Attached = append(d.paper.Attached, x.paper)
		}
	}
	if err := o.keepFonts(); err != nil {
		return nil, err
	}
	crash.Point(crash.IssueNumbered) // all is drawn, nothing recorded
	if _, err := o.ledger.IssueAll(ctx, list); errors.Is(err, ledger.ErrNumberTaken) {
		return nil, usage("文号%s已用于另一份文件，未签发。", d.document.Number)
	} else if err != nil {
		return nil, err
	}
	for _, i := range list {
		if err := o.publish(i.Files); err != nil {
			return nil, err
		}
	}
	return d.paper, nil
}

// issuing draws a document as the ledger is to keep it.
func (o *Office) issuing(d *drawing) (ledger.Issuing, error) {
	files, err := o.draw(d, outDir+"/"+d.folder)
	if err != nil {
		return ledger.Issuing{}, err
	}
	d.paper.Status, d.paper.Number = string(d.status), d.document.Number
	d.paper.JSON, err = d.shape(d.paper.Status, d.paper.Number, d.paper.Files)
	return ledger.Issuing{
		Kind: d.paper.Kind, Period: d.paper.Period, TaskForce: d.force, Replaces: d.replaces, Status: d.status,
		Number: d.paper.Number, Series: d.series, Year: d.year, Serial: d.serial, At: o.Now,
		Manifest: d.manifest, Data: d.paper.JSON, Figures: d.figures, Files: files, Items: d.items,
		Deliver: delivered[d.paper.Kind],
	}, err
}

// asideMark begins what the name of a file that was moved aside has more.
const asideMark = "（原有文件"

// keepAside gives a file that has another hash another name.
func keepAside(path, sum string) error {
	have, err := hashFile(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && have == sum {
		return nil
	}
	if err != nil {
		return err
	}
	ext := filepath.Ext(path)
	for n := 1; ; n++ {
		aside := fmt.Sprintf("%s%s%d）%s", strings.TrimSuffix(path, ext), asideMark, n, ext)
		if !exists(aside) {
			return os.Rename(path, aside)
		}
	}
}

func hash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// publish puts the files of a document out. What stands in the place of one and
// is another, changed by somebody or of a ledger that was put back, is moved
// aside: it may be all there is of it.
func (o *Office) publish(files []ledger.File) error {
	for _, f := range files {
		path := o.path(filepath.FromSlash(f.Path))
		if err := keepAside(path, f.SHA256); err != nil {
			return err
		}
		if err := put(path, f.Bytes); err != nil {
			return err
		}
	}
	crash.Point(crash.PublishDone)
	return nil
}

// issued answers with a document that was issued and what went out with it,
// putting files out again where they are missing or were changed. Nil when
// there is none.
func (o *Office) issued(ctx context.Context, kind, period, name string) (*Paper, *ledger.Document, error) {
	if o.ledger == nil {
		return nil, nil, nil
	}
	editions, err := o.ledger.Issued(ctx, kind, period, "")
	if err != nil || len(editions) == 0 {
		return nil, nil, err
	}
	last := editions[len(editions)-1]
	all, err := o.ledger.IssuedOf(ctx, period)
	if err != nil {
		return nil, nil, err
	}
	for _, d := range all { // editions that were replaced stay out too
		if _, err := o.again(ctx, d, name); err != nil {
			return nil, nil, err
		}
	}
	p, err := o.again(ctx, last, name)
	if err != nil {
		return nil, nil, err
	}
	with, err := o.issuedWith(ctx, period)
	if err != nil {
		return nil, nil, err
	}
	for _, d := range with {
		x, err := o.again(ctx, d, attachedName(d))
		if err != nil {
			return nil, nil, err
		}
		p.Attached = append(p.Attached, x)
	}
	return p, &last, nil
}

// again puts the files of an issued document out where they are not.
func (o *Office) again(ctx context.Context, d ledger.Document, name string) (*Paper, error) {
	p := &Paper{Kind: d.Kind, Period: d.Period, Name: name, Status: string(d.Status), Number: d.Number, Before: true, JSON: d.Data}
	for _, f := range d.Files {
		p.Files = append(p.Files, PaperFile{f.Path, f.SHA256})
		var err error
		if f.Bytes, err = o.ledger.Bytes(ctx, f.SHA256); err != nil {
			return nil, err
		}
		if err := o.publish([]ledger.File{f}); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// issuedWith are the notices and internal sheets of a period, the edition in
// force of each, in the order of issue.
func (o *Office) issuedWith(ctx context.Context, period string) ([]ledger.Document, error) {
	all, err := o.ledger.IssuedOf(ctx, period)
	var list []ledger.Document
	for _, d := range all {
		if d.Kind != kindNotice && d.Kind != kindInternal && d.Kind != kindEdited {
			continue
		}
		list = slices.DeleteFunc(list, func(old ledger.Document) bool { return old.Kind == d.Kind && old.TaskForce == d.TaskForce })
		list = append(list, d)
	}
	return list, err
}

// attachedName is what a notice or an internal sheet is called: its file.
func attachedName(d ledger.Document) string {
	if len(d.Files) == 0 {
		return kindNames[d.Kind]
	}
	base := path.Base(d.Files[0].Path)
	return strings.TrimSuffix(base, path.Ext(base))
}

// manifest names everything the figures of the given returns rest on.
func (o *Office) manifest(returns []*ingest.Return) ledger.Manifest {
	m := ledger.Manifest{Scheme: o.scheme.Digest, Register: o.register.Digest, Wording: map[string]string{"": o.wording.Digest}}
	known := map[ingest.Version]bool{}
	for _, r := range returns {
		if !known[r.Version] {
			m.Returns = append(m.Returns, r.Version)
			known[r.Version] = true
		}
	}
	return m
}

// sign gives a document its number and date: as approved, or the next of the
// year's series, 示招办〔2023〕9号, and the day of the run.
func (o *Office) sign(ctx context.Context, a *Approval) (numbered, ingest.Date, error) {
	if a != nil && a.Number != "" {
		n, err := o.numberOf(*a)
		return n, a.On, err
	}
	series, year := o.scheme.Settings.DocumentCode, o.today().Year
	serial, err := o.ledger.NextSerial(ctx, series, year)
	return numbered{fmt.Sprintf("%s〔%d〕%d号", series, year, serial), series, year, serial}, o.today(), err
}
