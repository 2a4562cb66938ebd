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
	"unicode"

	"golang.org/x/text/width"

	"tongbao/ingest/ledger"
	"tongbao/ingest/word"
)

// The office may edit a circular's Word text before it is sealed. What went
// out then is kept beside what the program issued, with every number in which
// the two differ: the office's words are its own, the figures are the ledger's.

// editedFile is the office's own final file, read before anything is issued.
type editedFile struct {
	bytes      []byte
	sum        string
	paragraphs []word.Paragraph
}

// Difference is a number in which an edited file is other than what was issued.
type Difference struct {
	Paragraph int    `json:"paragraph"` // of the edited file; 0 where the number is not in it
	Was       string `json:"was"`       // as issued; "" for a number that was not
	Is        string `json:"is"`        // as edited; "" for one that is gone
	Text      string `json:"text"`      // where it stands
}

// editedData is what the ledger keeps of an edited file.
type editedData struct {
	Of          string       `json:"of"` // SHA-256 of the program's own text
	Number      string       `json:"number,omitempty"`
	SHA256      string       `json:"sha256"`
	Differences []Difference `json:"differences"`
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
	return &editedFile{content, hash(content), list}, nil
}

// attach keeps an edited file with the circular of its period: in the archive,
// in the ledger and in out/. The same file again is the same.
func (o *Office) attach(ctx context.Context, p *Paper, e *editedFile) (*Paper, error) {
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
	data := editedData{Of: issued.SHA256, Number: of.Number, SHA256: e.sum}
	if data.Differences, err = o.editedNumbers(ctx, issued.SHA256, e.paragraphs); err != nil {
		return nil, err
	}
	p.Notes = append(p.Notes, editedNotes(data.Differences)...)
	before, err := o.ledger.Issued(ctx, kindEdited, p.Period, "")
	if err != nil {
		return nil, err
	}
	var kept editedData
	if n := len(before); n > 0 && json.Unmarshal(before[n-1].Data, &kept) == nil && kept.SHA256 == e.sum && kept.Of == data.Of {
		return p, nil // among what went out with it already
	}
	content, err := json.Marshal(data)
	if err != nil {
		return nil, err
	}
	name := strings.TrimSuffix(issued.Path, path.Ext(issued.Path)) + "（印发稿）"
	if n := len(before); n > 0 {
		name += fmt.Sprintf("（%d）", n+1)
	}
	file := ledger.File{Path: name + ".docx", SHA256: e.sum, Size: int64(len(e.bytes)), Bytes: e.bytes}
	if err := put(o.path(archiveDir, e.sum), e.bytes); err != nil {
		return nil, err
	}
	_, err = o.ledger.IssueAll(ctx, []ledger.Issuing{{Kind: kindEdited, Period: p.Period, Replaces: len(before), Status: ledger.Final, At: o.Now,
		Manifest: ledger.Manifest{Scheme: o.scheme.Digest, Register: o.register.Digest, Renderer: rendererVersion}, Data: content, Files: []ledger.File{file}}})
	if err != nil {
		return nil, err
	}
	p.Attached = append(p.Attached, &Paper{Kind: kindEdited, Period: p.Period, Name: path.Base(name), Status: string(ledger.Final), JSON: content, Files: []PaperFile{{file.Path, file.SHA256}}})
	return p, o.publish([]ledger.File{file})
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

// editedNumbers compares an edited text with the one issued.
func (o *Office) editedNumbers(ctx context.Context, issued string, edited []word.Paragraph) ([]Difference, error) {
	content, err := o.ledger.Bytes(ctx, issued)
	if err != nil {
		return nil, err
	}
	own, err := word.Read(content, word.DefaultLimits)
	if err != nil {
		return nil, fmt.Errorf("读取签发的 Word 文档：%w", err)
	}
	return numbersDiffer(own, edited), nil
}

func editedNotes(list []Difference) []string {
	if len(list) == 0 {
		return []string{"印发稿中的数字与签发数据一致。"}
	}
	notes := []string{fmt.Sprintf("印发稿中的数字与签发数据有%d处不同，请核对：", len(list))}
	for _, d := range list {
		switch {
		case d.Paragraph == 0:
			notes = append(notes, fmt.Sprintf("  印发稿中没有　%s　（签发件：%s）", d.Was, d.Text))
		case d.Was == "":
			notes = append(notes, fmt.Sprintf("  第%d段　%s　签发件中没有　（%s）", d.Paragraph, d.Is, d.Text))
		default:
			notes = append(notes, fmt.Sprintf("  第%d段　签发%s，印发稿%s　（%s）", d.Paragraph, d.Was, d.Is, d.Text))
		}
	}
	return notes
}

var printedNumber = regexp.MustCompile(`[0-9][0-9,]*(?:\.[0-9]+)?%?`)

// worded is a paragraph with its numbers, and what is left without them.
type worded struct {
	word.Paragraph
	numbers []string
	frame   string
}

func wordedOf(p word.Paragraph) worded {
	plain := width.Narrow.String(p.Text)
	w := worded{Paragraph: p, numbers: printedNumber.FindAllString(plain, -1)}
	w.frame = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, printedNumber.ReplaceAllString(plain, "#"))
	for i, n := range w.numbers {
		w.numbers[i] = strings.ReplaceAll(n, ",", "")
	}
	return w
}

// numbersDiffer lists the numbers of one text that the other has not.
// Paragraphs and table rows of the same words are compared number by number,
// wherever they stand; of those that were reworded, each number has to be
// found somewhere in the reworded ones of the other text.
func numbersDiffer(issued, edited []word.Paragraph) []Difference {
	list := []Difference{}
	frames := map[string][]worded{}
	var left []worded
	for _, p := range issued {
		w := wordedOf(p)
		frames[w.frame] = append(frames[w.frame], w)
	}
	var reworded []worded
	for _, p := range edited {
		now := wordedOf(p)
		same := frames[now.frame]
		if len(same) == 0 {
			reworded = append(reworded, now)
			continue
		}
		at := 0 // one that agrees before one that does not
		for i := range same {
			if reflect.DeepEqual(same[i].numbers, now.numbers) {
				at = i
				break
			}
		}
		was := same[at]
		frames[now.frame] = append(same[:at:at], same[at+1:]...)
		for i, n := range now.numbers {
			if was.numbers[i] != n {
				list = append(list, Difference{now.Number, was.numbers[i], n, excerpt(now.Text)})
			}
		}
	}
	for _, p := range issued {
		w := wordedOf(p)
		if rest := frames[w.frame]; len(rest) > 0 {
			left, frames[w.frame] = append(left, rest[0]), rest[1:]
		}
	}
	return append(list, elsewhere(left, reworded)...)
}

// elsewhere compares paragraphs that have no counterpart.
func elsewhere(left, reworded []worded) (list []Difference) {
	count := map[string]int{}
	for _, w := range left {
		for _, n := range w.numbers {
			count[n]++
		}
	}
	for _, w := range reworded {
		for _, n := range w.numbers {
			if count[n] > 0 {
				count[n]--
				continue
			}
			list = append(list, Difference{w.Number, "", n, excerpt(w.Text)})
		}
	}
	for _, w := range left {
		for _, n := range w.numbers {
			if count[n] > 0 {
				count[n]--
				list = append(list, Difference{0, n, "", excerpt(w.Text)})
			}
		}
	}
	return list
}

// excerpt is the beginning of a paragraph, enough to find it by.
func excerpt(text string) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return string(runes)
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
	differences, err := r.office.editedNumbers(ctx, data.Of, list)
	if err != nil {
		return err
	}
	if !reflect.DeepEqual(differences, data.Differences) {
		r.problem(ProblemDocumentDiffers, "%s：与签发数据的差异重新比对后不同。", documentName(d))
	}
	return nil
}
