package office

import (
	"context"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/ledger"
	"tongbao/rules/scheme"
)

// Rehearsal is what the stored years would have been under another scheme
// (`scheme rehearse`): differences only. Nothing of it is recorded.
type Rehearsal struct {
	Scheme      SchemeName         `json:"scheme"`
	Looked      Looked             `json:"looked"`
	Returns     []ReturnChange     `json:"returns"`
	Figures     []FigureChange     `json:"figures"`
	Items       []ItemChange       `json:"supervision"`
	Proposals   []ProposalChange   `json:"proposals"` // of internal sheets
	Rankings    []RankingChange    `json:"rankings"`
	Assessments []AssessmentChange `json:"assessments"`
	Notes       []string           `json:"notes"`
}

// Looked counts what was gone through.
type Looked struct {
	Returns     int `json:"returns"`
	Circulars   int `json:"circulars"`
	Rankings    int `json:"rankings"`
	Assessments int `json:"assessments"`
}

// rehearsal is one under way. Only the scheme is another one: every return is
// judged, and every document made, by what was known and registered at its
// time, so that whatever comes out differently does so for the scheme's sake.
type rehearsal struct {
	office   *Office
	next     *scheme.Scheme
	versions []*ledger.Version // in the order in which they came
	stands   map[string]*ledger.Version
	schemes  map[string]*scheme.Scheme // those of the past, by digest; nil where they cannot be loaded any more
	reread   map[string]*reading       // under next, by version
	offices  map[[2]string]*Office     // by digests of scheme and register
	internal map[string][]byte         // what internal sheets of circulars said, by month
	result   *Rehearsal
}

// Rehearse works out what past returns, figures and rankings would have been
// under scheme.xlsx as it stands, or under the scheme of another file. Nothing
// is recorded: an office opened to read is enough.
func (o *Office) Rehearse(ctx context.Context, file string) (*Rehearsal, error) {
	if _, err := o.inForce(ctx); err != nil {
		return nil, err
	}
	r := &rehearsal{office: o, next: o.scheme, stands: map[string]*ledger.Version{}, schemes: map[string]*scheme.Scheme{},
		reread: map[string]*reading{}, offices: map[[2]string]*Office{}, internal: map[string][]byte{},
		result: &Rehearsal{Scheme: SchemeName{Name: schemeFile}, Returns: []ReturnChange{}, Figures: []FigureChange{}, Items: []ItemChange{}, Proposals: []ProposalChange{}, Rankings: []RankingChange{}, Assessments: []AssessmentChange{}, Notes: []string{}}}
	if file != "" {
		next, err := schemeAt(file)
		if err != nil {
			return nil, err
		}
		r.next, r.result.Scheme.Name = next, filepath.Base(file)
	}
	r.result.Scheme.Digest = r.next.Digest
	if _, err := scheme.LoadRegister(o.tables, r.next); err != nil {
		return nil, err
	}
	return r.result, r.play(ctx)
}

func (r *rehearsal) play(ctx context.Context) error {
	err := r.office.ledger.EachVersion(ctx, func(v *ledger.Version) error {
		r.versions = append(r.versions, v)
		r.stands[versionKey(v.Version)] = v
		return nil
	})
	if err != nil {
		return err
	}
	documents, err := r.office.ledger.Documents(ctx)
	if err != nil {
		return err
	}
	total := len(r.versions) + len(documents)
	for i, v := range r.versions {
		r.office.progress.tell(i, total, "复核月报表")
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := r.judgeAgain(ctx, v); err != nil {
			return err
		}
	}
	if refused, accepted := r.result.Refused(); refused+accepted > 0 {
		r.note("数据、名次和考核结论仍按当时收下的报送版本试算：现会退回的，退回后如何改正无从知道，照计；现会通过的，当时没有收下，不计。")
	}
	r.tellOdd()
	return r.playDocuments(ctx, documents, len(r.versions), total)
}

// tellOdd tells what the scheme that is tried says and hardly means, where the
// one in force does not say it too.
func (r *rehearsal) tellOdd() {
	for _, x := range r.next.Odd {
		if !slices.Contains(r.office.scheme.Odd, x) {
			r.note(fmt.Sprintf("方案“%s!%s”：%s%s", x.Sheet, x.Cell, x.Message, x.Hint))
		}
	}
}

func versionKey(v ingest.Version) string {
	return delivery{unit: v.TaskForce, period: v.Period, version: v.SHA256}.key()
}

// reading is a return as the new scheme reads it; ret is nil where that cannot
// tell whose it is or for which month.
type reading struct {
	ret  *ingest.Return
	list finding.List
}

// under is the office as it would be with a scheme and the register of a
// digest. A register that does not fit that scheme is replaced by today's,
// which does, and the result says so.
func (r *rehearsal) under(ctx context.Context, s *scheme.Scheme, register string) (*Office, error) {
	key := [2]string{s.Digest, register}
	if o := r.offices[key]; o != nil {
		return o, nil
	}
	o := *r.office
	o.scheme, o.known, o.progress = s, nil, nil
	tables, err := r.office.snapshotOf(ctx, "register", register)
	if err != nil {
		return nil, err
	}
	o.tables = tables
	if o.register, err = scheme.LoadRegister(tables, s); err != nil {
		r.note("有的台账当时的登记与方案不合，已按现在的台账试算。")
		o.tables = r.office.tables
		if o.register, err = scheme.LoadRegister(o.tables, s); err != nil {
			return nil, err
		}
	}
	r.offices[key] = &o
	return &o, nil
}

func (r *rehearsal) note(text string) {
	if !slices.Contains(r.result.Notes, text) {
		r.result.Notes = append(r.result.Notes, text)
	}
}

// pastScheme is a scheme that was in force once, nil when this program does
// not accept it any more.
func (r *rehearsal) pastScheme(ctx context.Context, digest string) (*scheme.Scheme, error) {
	for _, s := range []*scheme.Scheme{r.next, r.office.scheme} {
		if s.Digest == digest {
			return s, nil
		}
	}
	if s, known := r.schemes[digest]; known {
		return s, nil
	}
	tables, err := r.office.schemeTables(ctx, digest)
	if err != nil {
		return nil, err
	}
	s, err := scheme.Load(tables)
	if err != nil {
		r.note("有的月报表当时所用的方案，本程序已不能载入，未复核其审核意见。")
		s = nil
	}
	r.schemes[digest] = s
	return s, nil
}

// read is a version's return as a scheme reads it: from the ledger where it
// was read by the same form, otherwise from the archived workbook.
func (r *rehearsal) read(ctx context.Context, v *ledger.Version, was, s *scheme.Scheme) (*reading, error) {
	if was != nil && sameForm(was, s, v.TaskForce) {
		return &reading{ret: v.Return}, nil
	}
	key := s.Digest + versionKey(v.Version)
	if known := r.reread[key]; known != nil {
		return known, nil
	}
	path := r.office.path(archiveDir, v.SHA256)
	if !exists(path) {
		return nil, usage("archive 中缺少%s　%s第%d次报送的原件，不能按新表单复核。", v.TaskForce, v.Period.Chinese(), v.Number)
	}
	ret, list, err := r.office.read(ctx, path, v.File, v.SHA256, s.Book())
	if err != nil {
		return nil, err
	}
	got := &reading{list: list}
	if ret != nil && ret.TaskForce == v.TaskForce && ret.Period == v.Period {
		ret.Version = v.Version
		got.ret = ret
	}
	r.reread[key] = got
	return got, nil
}

// sameForm reports whether two schemes read a task force's workbooks alike.
func sameForm(a, b *scheme.Scheme, taskForce string) bool {
	if a.Digest == b.Digest {
		return true
	}
	x, y := a.TaskForce(taskForce), b.TaskForce(taskForce)
	return x != nil && y != nil && x.Unit == y.Unit && reflect.DeepEqual(a.Form(x.Class), b.Form(y.Class))
}

// asOf is a history: of each month the accepted version that a filter lets
// pass and that came last, as the scheme reads it.
func (r *rehearsal) asOf(ctx context.Context, s *scheme.Scheme, counts func(*ledger.Version) bool) func(string, ingest.Period, ingest.Period) ([]*ingest.Return, error) {
	return func(taskForce string, from, to ingest.Period) ([]*ingest.Return, error) {
		latest := map[ingest.Period]*ledger.Version{}
		for _, v := range r.versions {
			inside := v.TaskForce == taskForce && !v.Period.Before(from) && !to.Before(v.Period)
			if inside && v.Accepted() && counts(v) {
				latest[v.Period] = v
			}
		}
		var list []*ingest.Return
		for _, v := range latest {
			was, err := r.pastScheme(ctx, v.Scheme)
			if err != nil {
				return nil, err
			}
			got, err := r.read(ctx, v, was, s)
			if err != nil {
				return nil, err
			}
			if got.ret != nil {
				list = append(list, got.ret)
			}
		}
		slices.SortFunc(list, func(a, b *ingest.Return) int { return a.Period.Sub(b.Period) })
		return list, nil
	}
}
