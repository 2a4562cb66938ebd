package office

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"reflect"
	"regexp"
	"strings"

	"golang.org/x/text/width"

	"tongbao/cmd/tongbao/office/proofread"
	"tongbao/ingest"
	"tongbao/ingest/form"
	"tongbao/ingest/ledger"
	"tongbao/ingest/word"
)

// The office may edit a circular's Word text before it is sealed. What went
// out then is kept beside what the program issued, with every figure, name and
// judging word in which the two differ (package proofread):
// the office's words are its own, what they say of whom is the ledger's.

// editedFile is the office's own final file, read before anything is issued.
type editedFile struct {
	name       string
	bytes      []byte
	sum        string
	paragraphs []word.Paragraph
}

// editedData is what the ledger keeps of an edited file.
type editedData struct {
	Of          string                 `json:"of"` // SHA-256 of the program's own text
	Number      string                 `json:"number,omitempty"`
	SHA256      string                 `json:"sha256"`
	Differences []proofread.Difference `json:"differences"`
	Comparison  int                    `json:"proofread.Comparison,omitempty"` // see proofread.Comparison
	Names       [][]string             `json:"names,omitempty"`                // that were looked for, each list of one thing
	Replaces    string                 `json:"replaces,omitempty"`             // SHA-256 of the file that it takes the place of
	Reason      string                 `json:"reason,omitempty"`               // why it does
}

func readEdited(name string) (*editedFile, error) {
	info, err := os.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usage("没有这个文件：%s", name)
	}
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > word.DefaultLimits.FileBytes {
		return nil, usage("%s：不是一份 .docx 文件，或者文件过大。", name)
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	list, err := word.Read(content, word.DefaultLimits)
	if err != nil {
		return nil, usage("%s：%s", name, err)
	}
	return &editedFile{name, content, hash(content), list}, nil
}

// attach keeps an edited file with the circular of its period: in the archive,
// in the ledger and in out/. The same file again is the same. Another one takes
// the place of the first only for a reason, and the first stays as it is.
func (o *Office) attach(ctx context.Context, p *Paper, e *editedFile, replace string) (*Paper, error) {
	if o.lock == nil {
		return nil, ErrRecords
	}
	editions, err := o.ledger.Issued(ctx, p.Kind, p.Period, "")
	if err != nil {
		return nil, err
	}
	of := editions[len(editions)-1]
	issued := textOf(of)
	if issued == nil {
		return nil, usage("%s没有可供比对的 Word 文档。", p.Name)
	}
	own, err := o.issuedText(ctx, issued.SHA256)
	if err != nil {
		return nil, err
	}
	if err := o.isOf(ctx, e, p.Name, of.Number, own); err != nil {
		return nil, err
	}
	data := editedData{Of: issued.SHA256, Number: of.Number, SHA256: e.sum, Comparison: proofread.Comparison}
	period, err := ingest.ParsePeriod(p.Period)
	if err != nil {
		return nil, err
	}
	if data.Names, err = o.namesIn(period); err != nil {
		return nil, err
	}
	names := proofread.NamesOf(data.Names)
	data.Differences = proofread.Differences(own, e.paragraphs, names)
	p.Notes = append(p.Notes, proofread.Notes(data.Differences)...)
	p.Notes = append(p.Notes, proofread.RewordedNotes(proofread.Reworded(own, e.paragraphs, data.Differences, names))...)
	before, err := o.ledger.Issued(ctx, kindEdited, p.Period, "")
	if err != nil {
		return nil, err
	}
	nth, last := editedBefore(before, data.Of)
	switch {
	case last.SHA256 == e.sum:
		return p, nil // among what went out with it already
	case nth > 0 && replace == "":
		return nil, usage("%s已存有另一份印发稿（%s）。确需以本文件代替的，请加 --replace 并写明原因，原来的一份仍予保留。", p.Name, path.Base(before[len(before)-1].Files[0].Path))
	case nth > 0:
		data.Replaces, data.Reason = last.SHA256, replace
	}
	return o.keepEdited(ctx, p, e, data, issued.Path, len(before), nth)
}

// editedBefore counts the files that were kept with one edition of a circular,
// and gives the last.
func editedBefore(before []ledger.Document, of string) (n int, last editedData) {
	for _, d := range before {
		var kept editedData
		if json.Unmarshal(d.Data, &kept) == nil && kept.Of == of {
			n, last = n+1, kept
		}
	}
	return n, last
}

// keepEdited records an edited file as the nth of its edition and puts it out.
func (o *Office) keepEdited(ctx context.Context, p *Paper, e *editedFile, data editedData, issued string, replaces, nth int) (*Paper, error) {
	content, err := json.Marshal(data)
	if err != nil {
		return nil, err
	}
	name := strings.TrimSuffix(issued, path.Ext(issued)) + "（印发稿）"
	if nth > 0 {
		name += fmt.Sprintf("（%d）", nth+1)
	}
	file := ledger.File{Path: name + ".docx", SHA256: e.sum, Size: int64(len(e.bytes)), Bytes: e.bytes}
	if err := put(o.path(archiveDir, e.sum), e.bytes); err != nil {
		return nil, err
	}
	_, err = o.ledger.IssueAll(ctx, []ledger.Issuing{{Kind: kindEdited, Period: p.Period, Replaces: replaces, Status: ledger.Final, At: o.Now, Reason: data.Reason,
		Manifest: ledger.Manifest{Scheme: o.scheme.Digest, Register: o.register.Digest, Renderer: rendererVersion}, Data: content, Files: []ledger.File{file}}})
	if err != nil {
		return nil, err
	}
	p.Attached = append(p.Attached, &Paper{Kind: kindEdited, Period: p.Period, Name: path.Base(name), Status: string(ledger.Final), JSON: content, Files: []PaperFile{{file.Path, file.SHA256}}})
	return p, o.publish([]ledger.File{file})
}

var (
	monthNamed  = regexp.MustCompile(`(\d{4})年(\d{1,2})月`)
	numberNamed = regexp.MustCompile(`^\s*\p{Han}+〔\d{4}〕\d+号\s*$`) // 发文字号 stands alone
)

// namesIn are the names that a month's circular may speak of: of task forces
// and their units, and of the projects and investors reported by then.
func (o *Office) namesIn(period ingest.Period) (lists [][]string, err error) {
	for _, tf := range o.scheme.TaskForces {
		list := []string{proofread.NarrowDigits(tf.Short), proofread.NarrowDigits(tf.Name)}
		if stem := strings.TrimSuffix(tf.Short, o.scheme.Settings.Sender()); stem != tf.Short && stem != "" {
			list = append(list, proofread.NarrowDigits(stem))
		}
		lists = append(lists, list)
	}
	seen := map[string]bool{"": true}
	add := func(name string) {
		if name = proofread.NarrowDigits(name); !seen[name] {
			seen[name] = true
			lists = append(lists, []string{name})
		}
	}
	history := o.history()
	for i := range o.scheme.TaskForces {
		tf := &o.scheme.TaskForces[i]
		for _, unit := range append([]string{tf.LeadUnit}, tf.Members...) {
			add(unit)
		}
		in, err := o.input(tf, period, history)
		if err != nil {
			return nil, err
		}
		for _, r := range in.Returns {
			for _, e := range r.Entries {
				for _, role := range []form.Role{form.ProjectName, form.Investor} {
					if s := o.scheme.Form(tf.Class).Sheet(e.Sheet); s != nil && s.With(role) != nil {
						add(e.Values[s.With(role).Key].Text)
					}
				}
			}
		}
	}
	return lists, nil
}

// isOf refuses a file that is plainly of another document: its title names
// another month, it bears another document's number, or no paragraph of it is
// one of the text that was issued. Nil is a text that is not drawn yet.
func (o *Office) isOf(ctx context.Context, e *editedFile, name, number string, own []word.Paragraph) error {
	if month, line := firstNamed(e.paragraphs, monthNamed); month != "" {
		if title, _ := firstNamed(own, monthNamed); title != month {
			return usage("%s像是另一份文件：文中写的是“%s”，不是%s。未存入。", e.name, proofread.Excerpt(line, 0), name)
		}
	}
	documents, err := o.ledger.Documents(ctx)
	if err != nil {
		return err
	}
	bears, _ := firstNamed(e.paragraphs, numberNamed)
	for _, d := range documents {
		if d.Number != "" && d.Number != number && d.Number == strings.TrimSpace(bears) {
			return usage("%s的文号是%s，那是%s，不是%s。未存入。", e.name, d.Number, documentName(d), name)
		}
	}
	if on, of := numberText.FindStringSubmatch(strings.TrimSpace(bears)), numberText.FindStringSubmatch(number); on != nil && of != nil && on[1] != of[1] {
		return usage("%s的文号是%s，机关代字不是签发时登记的“%s”（%s）。请核对文件和文号。未存入。", e.name, on[0], of[1], number)
	}
	if len(own) > 1 && !proofread.ShareSentence(own, e.paragraphs) {
		return usage("%s与签发的%s没有一段相同，不像是它的印发稿。未存入。", e.name, name)
	}
	return nil
}

// firstNamed is the first thing of a kind that a text names, and where.
func firstNamed(list []word.Paragraph, kind *regexp.Regexp) (named, line string) {
	for _, p := range list {
		plain := width.Narrow.String(p.Text)
		if m := kind.FindString(plain); m != "" {
			return m, plain
		}
	}
	return "", ""
}

// textOf is the Word text of a document, nil where it has none.
func textOf(d ledger.Document) *ledger.File {
	for i := range d.Files {
		if path.Ext(d.Files[i].Path) == ".docx" {
			return &d.Files[i]
		}
	}
	return nil
}

// issuedText is the Word text of an issued document.
func (o *Office) issuedText(ctx context.Context, sum string) ([]word.Paragraph, error) {
	content, err := o.ledger.Bytes(ctx, sum)
	if err != nil {
		return nil, err
	}
	own, err := word.Read(content, word.DefaultLimits)
	if err != nil {
		return nil, fmt.Errorf("读取签发的 Word 文档：%w", err)
	}
	return own, nil
}

// edited compares what the ledger says of an edited file with the file,
// and the archive's copy with the ledger's.
func (r *rebuilding) edited(ctx context.Context, d ledger.Document) error {
	var data editedData
	if err := json.Unmarshal(d.Data, &data); err != nil || len(d.Files) != 1 || d.Files[0].SHA256 != data.SHA256 {
		r.problem(ProblemDocumentDiffers, "%s：账本中的记录无法读取。", documentName(d))
		return nil
	}
	content, err := r.office.ledger.Bytes(ctx, data.SHA256)
	if err != nil {
		return nil // told with the files
	}
	if sum, err := hashFile(r.office.path(archiveDir, data.SHA256)); err != nil || sum != data.SHA256 {
		r.problem(ProblemArchiveMissing, "%s：原件（%.12s…）不在 archive 中，或者已被改动。", documentName(d), data.SHA256)
	}
	list, err := word.Read(content, word.DefaultLimits)
	if err != nil {
		r.problem(ProblemDocumentDiffers, "%s：%v", documentName(d), err)
		return nil
	}
	own, err := r.office.issuedText(ctx, data.Of)
	if err != nil {
		return err
	}
	if data.Comparison == proofread.Comparison && !reflect.DeepEqual(proofread.Differences(own, list, proofread.NamesOf(data.Names)), data.Differences) {
		r.problem(ProblemDocumentDiffers, "%s：与签发数据的差异重新比对后不同。", documentName(d))
	}
	return nil
}
