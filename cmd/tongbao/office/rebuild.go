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
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/ledger"
	"tongbao/output"
	"tongbao/output/pdf"
	"tongbao/rules/scheme"
)

// How a document is proved. A copy of the ledger is taken back to the moment
// before the document was issued, an office is put up over it with the scheme,
// the register, the wording and the fonts of its manifest and the clock of its issue, and
// that office is asked to issue the document, by the very code that issued it
// the first time. It writes into a scratch folder, which then goes.

// issuers ask an office to issue, as it was issued, a document that it has
// not. What goes out with another document is issued with that.
var issuers = map[string]func(context.Context, *Office, ledger.Document) (*Paper, error){
	kindCircular: func(ctx context.Context, o *Office, d ledger.Document) (*Paper, error) {
		p, err := ingest.ParsePeriod(d.Period)
		if err != nil {
			return nil, err
		}
		return o.Circular(ctx, p, Making{Reissue: d.Status == ledger.Reissued, approval: approvalOf(d)})
	},
	kindRanking: func(ctx context.Context, o *Office, d ledger.Document) (*Paper, error) {
		q, err := ingest.ParseQuarter(d.Period)
		if err != nil {
			return nil, err
		}
		if d.Status == ledger.Final {
			a := approvalOf(d)
			if a == nil {
				a = &Approval{On: o.today()}
			}
			return o.IssueRanking(ctx, q, *a)
		}
		return o.Ranking(ctx, q, Making{approval: approvalOf(d)})
	},
	kindAssessment: func(ctx context.Context, o *Office, d ledger.Document) (*Paper, error) {
		year, err := strconv.Atoi(d.Period)
		if err != nil {
			return nil, err
		}
		return o.Assess(ctx, year, Making{Reissue: d.Status == ledger.Reissued, approval: approvalOf(d)})
	},
}

func approvalOf(d ledger.Document) *Approval {
	if a := d.Manifest.Approved; a != nil {
		from := a.From
		if from == (ingest.Date{}) {
			from = ingest.DateOf(d.IssuedAt)
		}
		return &Approval{Number: a.Number, Signer: a.Signer, On: a.On, Draft: a.Draft, AsKnownNow: a.AsKnownNow, from: from}
	}
	return nil
}

// approved is an approval as a manifest keeps it.
func approved(a *Approval) *ledger.Approved {
	if a == nil {
		return nil
	}
	return &ledger.Approved{Number: a.Number, Signer: a.Signer, On: a.On}
}

// documents makes every issued document again, the last first, since the copy
// of the ledger only goes back.
func (v *verifying) documents(ctx context.Context) error {
	r, err := v.rebuilding(ctx)
	if err != nil {
		return err
	}
	defer r.close()
	groups := issuedTogether(v.issued)
	for i, g := range slices.Backward(groups) {
		v.office.progress.tell(len(groups)-1-i, len(groups), "重制签发件")
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := r.group(ctx, g); err != nil {
			return err
		}
		v.result.Documents += len(g)
	}
	v.office.progress.tell(len(groups), len(groups), "重制签发件")
	return nil
}

// rebuilding puts a scratch workspace up; close it.
func (v *verifying) rebuilding(ctx context.Context) (r *rebuilding, err error) {
	r = &rebuilding{verifying: v, wordings: map[string]*output.Wording{}, fonts: map[string]*pdf.Fonts{}}
	defer func() {
		if err != nil {
			r.close()
		}
	}()
	if r.dir, err = os.MkdirTemp("", "tongbao-verify-"); err != nil {
		return r, err
	}
	if r.then, err = v.office.ledger.Rewind(ctx, filepath.Join(r.dir, ledgerFile)); err != nil {
		return r, err
	}
	if r.lock, err = ledger.Lock(context.Background(), filepath.Join(r.dir, lockFile), 0); err != nil {
		return r, err
	}
	if r.builtin, err = output.LoadWording(""); err == nil {
		r.wordings[r.builtin.Digest] = r.builtin
	}
	return r, err
}

func (r *rebuilding) close() {
	if r.lock != nil {
		r.lock.Release()
	}
	if r.then != nil {
		r.then.Close()
	}
	if r.dir != "" {
		os.RemoveAll(r.dir)
	}
}

// remakeFigures makes again the documents that were issued before figures were
// kept, and hands over what they print; one that cannot be made again is
// passed over.
func (o *Office) remakeFigures(ctx context.Context, documents []ledger.Document, unknown []int64, take func(ledger.Document, []ledger.Figure) error) error {
	v := &verifying{office: o, schemes: map[string]*scheme.Scheme{}, result: &Verification{}}
	r, err := v.rebuilding(ctx)
	if err != nil {
		return err
	}
	defer r.close()
	for _, g := range slices.Backward(issuedTogether(documents)) {
		if !slices.ContainsFunc(g, func(d ledger.Document) bool { return slices.Contains(unknown, d.ID) }) {
			continue
		}
		if why, err := r.again(ctx, g); err != nil || why != "" {
			if err != nil {
				return err
			}
			continue
		}
		made, err := r.made(ctx, g)
		if err != nil {
			return err
		}
		for i, d := range g {
			if made[i] == nil {
				continue
			}
			figures, err := r.then.Figures(ctx, made[i].ID, "")
			if err == nil {
				err = take(d, figures)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// issuedTogether groups documents, in the order of issue, by what went out
// with what: a document that cannot be issued by itself belongs to the one
// before it.
func issuedTogether(list []ledger.Document) (groups [][]ledger.Document) {
	for _, d := range list {
		n := len(groups) - 1
		if attached := d.Kind == kindNotice || d.Kind == kindInternal; attached && n >= 0 && groups[n][0].IssuedAt.Equal(d.IssuedAt) {
			groups[n] = append(groups[n], d)
			continue
		}
		groups = append(groups, []ledger.Document{d})
	}
	return groups
}

// rebuilding is the scratch workspace.
type rebuilding struct {
	*verifying
	dir      string
	then     *ledger.Rewound
	lock     *ledger.Held
	wordings map[string]*output.Wording // by digest; nil where it is not to be had
	builtin  *output.Wording            // stands in for those: what it makes is compared as data
	fonts    map[string]*pdf.Fonts      // by the folder they were put together in
}

// group makes what went out together again and compares it.
func (r *rebuilding) group(ctx context.Context, g []ledger.Document) error {
	if g[0].Kind == kindEdited {
		return r.edited(ctx, g[0])
	}
	why, err := r.again(ctx, g)
	if err != nil {
		return err
	}
	if why != "" {
		for _, d := range g {
			r.problem(ProblemNotRebuilt, "%s：未能重制，%s", documentName(d), why)
		}
		return nil
	}
	return r.compare(ctx, g)
}

// again issues in the scratch workspace what went out together, or says why it
// cannot.
func (r *rebuilding) again(ctx context.Context, g []ledger.Document) (why string, err error) {
	issue := issuers[g[0].Kind]
	if issue == nil {
		return "本程序不会重制这类文件。", nil
	}
	if err := r.then.Before(ctx, g[0].ID); err != nil {
		return "", err
	}
	o, why, err := r.officeThen(ctx, g[0])
	if err != nil || why != "" {
		return why, err
	}
	var paper *Paper
	err = guarded(func() (err error) { paper, err = issue(ctx, o, g[0]); return err })
	switch {
	case err != nil && ctx.Err() != nil:
		return "", err
	case err != nil:
		return Explain(err), nil
	case paper.Status == "draft":
		return "当时的签发人信息没有记录，只能重制送审稿", nil
	}
	return "", nil
}

// officeThen is the office as it was when a document was issued, or why there
// is none.
func (r *rebuilding) officeThen(ctx context.Context, d ledger.Document) (o *Office, why string, err error) {
	o = &Office{Now: d.IssuedAt, dir: r.dir, ledger: r.then.Ledger, lock: r.lock, fontsKept: true, madeBy: cmp.Or(d.Manifest.Renderer, "0")}
	if o.scheme, err = r.scheme(ctx, d.Manifest.Scheme); err != nil {
		return nil, "", err
	}
	if o.scheme == nil {
		return nil, fmt.Sprintf("当时所用的方案（%.12s…）无法载入。", d.Manifest.Scheme), nil
	}
	if o.tables, err = r.office.snapshotOf(ctx, "register", d.Manifest.Register); errors.Is(err, fs.ErrNotExist) {
		return nil, "账本中没有当时的台账。", nil
	}
	if err != nil {
		return nil, "", err
	}
	if o.register, err = scheme.LoadRegister(o.tables, o.scheme); err != nil {
		return nil, "当时的台账无法载入。", nil
	}
	if o.wording, err = r.wording(ctx, d.Manifest.Wording[""]); err != nil {
		return nil, "", err
	}
	if o.wording == nil {
		o.wording = r.builtin
	}
	o.fonts, err = r.fontsThen(d.Manifest.OwnFonts)
	return o, "", err
}

// fontsThen are the faces of a manifest: the office's own files as the archive
// keeps them, over the built-in ones. What lies in fonts/ today is of no
// account. One that is lost was told by verify; its role falls to the built-in
// face, and the document is compared as data.
func (r *rebuilding) fontsThen(own map[string]string) (*pdf.Fonts, error) {
	of := sha256.New()
	for _, file := range slices.Sorted(maps.Keys(own)) {
		fmt.Fprintf(of, "%s %s\n", own[file], file)
	}
	dir := filepath.Join(r.dir, fontsDir, hex.EncodeToString(of.Sum(nil)))
	if f, ok := r.fonts[dir]; ok {
		return f, nil
	}
	for file, sum := range own {
		content, err := os.ReadFile(r.office.path(archiveDir, sum))
		if errors.Is(err, fs.ErrNotExist) || err == nil && hash(content) != sum {
			continue
		}
		if err == nil {
			err = put(filepath.Join(dir, filepath.Base(file)), content)
		}
		if err != nil {
			return nil, err
		}
	}
	f, err := pdf.Load(dir)
	r.fonts[dir] = f
	return f, err
}

// keepFonts keeps the office's own font files that documents are drawn with in
// the archive, each once, so that they can be drawn again when fonts/ has
// others.
func (o *Office) keepFonts() error {
	if o.fontsKept {
		return nil
	}
	for _, own := range o.fonts.Own() {
		file := o.path(archiveDir, own.SHA256)
		if sum, err := hashFile(file); err == nil && sum == own.SHA256 {
			continue
		} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err := put(file, []byte(own.Bytes)); err != nil {
			return fmt.Errorf("存档字体文件 %s：%w", own.File, err)
		}
		if err := os.Chmod(file, 0o444); err != nil {
			return err
		}
	}
	o.fontsKept = true
	return nil
}

// wording is the wording of a digest, the office's own files as they were
// kept over the built-in ones; nil where the program's own have changed since.
func (r *rebuilding) wording(ctx context.Context, digest string) (*output.Wording, error) {
	if w, ok := r.wordings[digest]; ok {
		return w, nil
	}
	dir := filepath.Join(r.dir, wordingDir, digest)
	content, err := r.office.ledger.SnapshotOf(ctx, "wording", digest)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	own := map[string]string{}
	if err == nil {
		if err := json.Unmarshal(content, &own); err != nil {
			return nil, fmt.Errorf("读取当时的用语：%w", err)
		}
	}
	for name, text := range own {
		if err := put(filepath.Join(dir, filepath.Base(name)), []byte(text)); err != nil {
			return nil, err
		}
	}
	var faults output.WordingFaults // of files that the document did not need
	w, err := output.LoadWording(dir)
	if err != nil && !errors.As(err, &faults) {
		return nil, err
	}
	if w.Digest != digest {
		w = nil
	}
	r.wordings[digest] = w
	return w, nil
}

// ownWording are the office's own wording files, by name.
func (o *Office) ownWording() (map[string]string, error) {
	files, err := filepath.Glob(o.path(wordingDir, "*.tmpl"))
	own := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		own[filepath.Base(file)] = string(text)
	}
	return own, err
}

// keepWording keeps the office's own wording with the run that uses it.
func (o *Office) keepWording(ctx context.Context) error {
	own, err := o.ownWording()
	if err != nil || len(own) == 0 {
		return err
	}
	content, err := json.Marshal(own)
	if err != nil {
		return err
	}
	return o.ledger.Snapshot(ctx, "wording", o.wording.Digest, content, o.Now)
}

// compare sets documents beside what the scratch office issued: byte for byte
// where program, wording and fonts are the same, otherwise as data.
func (r *rebuilding) compare(ctx context.Context, g []ledger.Document) error {
	made, err := r.made(ctx, g)
	if err != nil {
		return err
	}
	for i, was := range g {
		if made[i] == nil {
			r.problem(ProblemDocumentDiffers, "%s：重制时没有这份文件。", documentName(was))
			continue
		}
		r.compareOne(was, *made[i])
	}
	for _, d := range made[len(g):] {
		r.problem(ProblemDocumentDiffers, "%s：重制时多出这份文件。", documentName(*d))
	}
	return nil
}

// made are the documents of the scratch office, parallel to those that they
// were made again from, nil where one is missing; what is too many comes after.
func (r *rebuilding) made(ctx context.Context, g []ledger.Document) ([]*ledger.Document, error) {
	all, err := r.then.Documents(ctx)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(d ledger.Document) bool { return d.ID < g[0].ID })
	list := make([]*ledger.Document, len(g))
	for n, was := range g {
		i := slices.IndexFunc(all, func(d ledger.Document) bool {
			return d.Kind == was.Kind && d.Period == was.Period && d.TaskForce == was.TaskForce
		})
		if i >= 0 {
			d := all[i]
			list[n], all = &d, slices.Delete(all, i, i+1)
		}
	}
	for i := range all {
		list = append(list, &all[i])
	}
	return list, nil
}

func (r *rebuilding) compareOne(was, is ledger.Document) {
	sums := map[string]string{}
	for _, f := range is.Files {
		sums[f.Path] = f.SHA256
	}
	var other []string
	for _, f := range was.Files {
		if sums[f.Path] != f.SHA256 {
			other = append(other, filepath.Base(f.Path))
		}
	}
	// The figures as the ledger keeps them are what later documents compare
	// with and what is told when the document is asked for again: they are held
	// against the document even where its files are the same.
	if where := dataDiffers(was, is); where != "" {
		r.problem(ProblemDocumentDiffers, "%s：重制后数据不同：%s。", documentName(was), where)
		return
	}
	if len(other) == 0 && len(is.Files) == len(was.Files) {
		return
	}
	a, b := was.Manifest, is.Manifest
	if a.Renderer == b.Renderer && maps.Equal(a.Wording, b.Wording) && maps.Equal(a.Fonts, b.Fonts) {
		r.problem(ProblemLayoutDiffers, "%s：重制后数据相同，但 %s 的字节不同。", documentName(was), other)
	}
}

// dataDiffers names the first place where the figures of two documents differ.
func dataDiffers(was, is ledger.Document) string {
	if was.Number != is.Number {
		return "文号" + was.Number + "，重制为" + is.Number
	}
	var a, b map[string]any
	if json.Unmarshal(was.Data, &a) != nil || json.Unmarshal(is.Data, &b) != nil {
		return "数据无法读取"
	}
	delete(a, "files")
	delete(b, "files")
	if was.Manifest.Renderer != is.Manifest.Renderer {
		for field := range b { // one that the program tells since
			if _, told := a[field]; !told {
				delete(b, field)
			}
		}
	}
	return firstDifference("", a, b)
}

// firstDifference names a place in two JSON values where they differ:
// figures/3/actual.
func firstDifference(at string, a, b any) string {
	if reflect.DeepEqual(a, b) {
		return ""
	}
	place := strings.TrimPrefix(at, "/")
	x, isMap := a.(map[string]any)
	if y, ok := b.(map[string]any); ok && isMap {
		fields := maps.Clone(x)
		maps.Copy(fields, y)
		for _, k := range slices.Sorted(maps.Keys(fields)) {
			if d := firstDifference(at+"/"+k, x[k], y[k]); d != "" {
				return d
			}
		}
	}
	list, isList := a.([]any)
	if y, ok := b.([]any); ok && isList {
		for i := range min(len(list), len(y)) {
			if d := firstDifference(at+"/"+strconv.Itoa(i), list[i], y[i]); d != "" {
				return d
			}
		}
		return fmt.Sprintf("%s 原有%d项，重制为%d项", place, len(list), len(y))
	}
	return strings.TrimSpace(fmt.Sprintf("%s 原为 %s，重制为 %s", place, inShort(a), inShort(b)))
}

// inShort is a JSON value as a message can tell it.
func inShort(v any) string {
	if v == nil {
		return "无"
	}
	text, isText := v.(string)
	if !isText {
		content, _ := json.Marshal(v)
		text = string(content)
	}
	if r := []rune(text); len(r) > 100 {
		return string(r[:100]) + "……"
	}
	return text
}

// throughJSON is a value as it comes back from the ledger.
func throughJSON(v any) (back any) {
	text, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(text, &back)
	}
	if err != nil {
		return err.Error()
	}
	return back
}
