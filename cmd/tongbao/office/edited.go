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
	"slices"
	"strings"

	"golang.org/x/text/width"

	"tongbao/ingest"
	"tongbao/ingest/ledger"
	"tongbao/ingest/word"
)

// The office may edit a circular's Word text before it is sealed. What went
// out then is kept beside what the program issued, with every figure, name and
// judging word in which the two differ (edited_numbers.go, edited_words.go):
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
	Of          string       `json:"of"` // SHA-256 of the program's own text
	Number      string       `json:"number,omitempty"`
	SHA256      string       `json:"sha256"`
	Differences []Difference `json:"differences"`
	Comparison  int          `json:"comparison,omitempty"` // see comparison
	Names       [][]string   `json:"names,omitempty"`      // that were looked for, each list of one thing
	Replaces    string       `json:"replaces,omitempty"`   // SHA-256 of the file that it takes the place of
	Reason      string       `json:"reason,omitempty"`     // why it does
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
	data := editedData{Of: issued.SHA256, Number: of.Number, SHA256: e.sum, Comparison: comparison}
	period, err := ingest.ParsePeriod(p.Period)
	if err != nil {
		return nil, err
	}
	if data.Names, err = o.namesIn(period); err != nil {
		return nil, err
	}
	names := namesOf(data.Names)
	data.Differences = textsDiffer(own, e.paragraphs, names)
	p.Notes = append(p.Notes, editedNotes(data.Differences)...)
	p.Notes = append(p.Notes, rewordedNotes(textsReworded(own, e.paragraphs, data.Differences, names))...)
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

// isOf refuses a file that is plainly of another document: its title names
// another month, it bears another document's number, or no paragraph of it is
// one of the text that was issued. Nil is a text that is not drawn yet.
func (o *Office) isOf(ctx context.Context, e *editedFile, name, number string, own []word.Paragraph) error {
	if month, line := firstNamed(e.paragraphs, monthNamed); month != "" {
		if title, _ := firstNamed(own, monthNamed); title != month {
			return usage("%s像是另一份文件：文中写的是“%s”，不是%s。未存入。", e.name, excerpt(line, 0), name)
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
	if len(own) > 1 && !shareWords(own, e.paragraphs) {
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

// shareWords reports whether two texts have a sentence or a table's row in
// common that is long enough to tell.
func shareWords(a, b []word.Paragraph) bool {
	frames, none := map[string]bool{}, namesOf(nil)
	for _, w := range allWorded(a, none) {
		frames[w.frame] = len([]rune(w.frame)) >= 12
	}
	return slices.ContainsFunc(allWorded(b, none), func(w worded) bool { return frames[w.frame] })
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

// editedNotes tells differences a sentence a line.
func editedNotes(list []Difference) []string {
	if len(list) == 0 {
		return []string{"印发稿中的数字、日期、名称和颜色等与签发件一致。"}
	}
	kinds := map[string]int{}
	for _, d := range list {
		kinds[d.Kind]++
	}
	var counts []string
	for _, k := range []struct{ kind, name string }{{"", "数字、日期"}, {kindName, "名称"}, {kindWord, "颜色等"}, {kindCell, "表中内容"}} {
		if n := kinds[k.kind]; n > 0 {
			counts = append(counts, fmt.Sprintf("%s%d处", k.name, n))
		}
	}
	notes := []string{fmt.Sprintf("印发稿与签发件有%d处不同（%s），请核对：", len(list), strings.Join(counts, "，"))}
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n].Paragraph == list[0].Paragraph && list[n].Text == list[0].Text {
			n++
		}
		notes, list = append(notes, sentenceNote(list[:n])), list[n:]
	}
	return notes
}

// sentenceNote tells what is other in one sentence.
func sentenceNote(list []Difference) string {
	var parts, gone []string
	for _, d := range list {
		switch {
		case d.Paragraph == 0:
			gone = append(gone, d.Was)
		case d.Was == "":
			parts = append(parts, d.Is+" 签发件中没有")
		case d.Is == "":
			parts = append(parts, d.Was+" 已删去")
		default:
			parts = append(parts, "签发"+d.Was+"，印发稿"+d.Is)
		}
	}
	if len(gone) > 0 {
		return fmt.Sprintf("  印发稿中没有　%s　（签发件：%s）", strings.Join(gone, "、"), list[0].Text)
	}
	return fmt.Sprintf("  第%d段　%s　（%s）", list[0].Paragraph, strings.Join(parts, "；"), list[0].Text)
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
	if data.Comparison == comparison && !reflect.DeepEqual(textsDiffer(own, list, namesOf(data.Names)), data.Differences) {
		r.problem(ProblemDocumentDiffers, "%s：与签发数据的差异重新比对后不同。", documentName(d))
	}
	return nil
}
