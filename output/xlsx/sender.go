package xlsx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"tongbao/ingest/form"
	"tongbao/ingest/sheet"
)

// sender is a stranger's workbook, unpacked for editing. Parts that are not
// touched keep their bytes.
type sender struct {
	parts
	book   string // path of the workbook part
	tabs   []tab
	styles *styleSheet
	strict bool // ISO strict: no VML, so no comments
	// results are the sheets of earlier rounds by name, not the sender's own.
	results map[string]bool
}

// tab is one sheet of the workbook, in its order. A chart or dialog sheet has
// no cells.
type tab struct {
	name, part string
	cells      bool
}

type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
	Mode   string `xml:"TargetMode,attr,omitempty"`
}

type relations struct {
	XMLName xml.Name   `xml:"http://schemas.openxmlformats.org/package/2006/relationships Relationships"`
	List    []relation `xml:"Relationship"`
}

const (
	relBase       = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	relBaseStrict = "http://purl.oclc.org/ooxml/officeDocument/relationships"
	sheetFolder   = "xl/worksheets/"
)

func openSender(workbook []byte) (*sender, error) {
	p, err := unpack(workbook)
	if err != nil {
		return nil, err
	}
	s := &sender{parts: p}
	root, err := s.relations("")
	if err != nil {
		return nil, err
	}
	r, found := root.kind("officeDocument")
	if !found {
		return nil, errors.New("xlsx: no workbook part")
	}
	s.book = s.resolve("", r.Target)
	if err := s.readTabs(); err != nil {
		return nil, err
	}
	if err := s.findResults(workbook); err != nil {
		return nil, err
	}
	return s, s.readStyles()
}

// findResults looks into the sheets that have the name of ours.
func (s *sender) findResults(workbook []byte) error {
	if !slices.ContainsFunc(s.tabs, func(t tab) bool {
		return strings.EqualFold(t.name, form.ResultSheet) || strings.EqualFold(t.name, form.OtherResult)
	}) {
		return nil
	}
	w, findings, err := sheet.OpenBytes("", workbook, sheet.DefaultLimits)
	if err != nil {
		return err
	}
	if w == nil {
		return fmt.Errorf("xlsx: %s", findings[0].Message)
	}
	s.results = map[string]bool{}
	for i := range w.Sheets {
		t := &w.Sheets[i]
		s.results[t.Name] = form.IsResult(t.Name, t.FirstText())
	}
	return nil
}

// readTabs lists the sheets in workbook order.
func (s *sender) readTabs() error {
	rels, err := s.relations(s.book)
	if err != nil {
		return err
	}
	s.tabs = nil
	return walk(s.parts[s.book], func(e element) {
		if e.end {
			return
		}
		if e.in("workbook") {
			s.strict = slices.ContainsFunc(e.attr, func(a xml.Attr) bool { return strings.Contains(a.Value, "purl.oclc.org") })
		}
		if e.in("workbook", "sheets", "sheet") {
			for _, r := range rels.List {
				if r.ID == e.get("id") {
					s.tabs = append(s.tabs, tab{e.get("name"), s.resolve(s.book, r.Target), strings.HasSuffix(r.Type, "/worksheet")})
				}
			}
		}
	})
}

// holds reports whether a sheet of that name has cells to point at.
func (s *sender) holds(name string) bool {
	return slices.ContainsFunc(s.tabs, func(t tab) bool { return t.cells && strings.EqualFold(t.name, name) })
}

func (s *sender) relsPath(part string) string {
	return s.actual(path.Join(path.Dir(part), "_rels", path.Base(part)+".rels"))
}

func (s *sender) relations(part string) (relations, error) {
	var r relations
	name := s.actual("_rels/.rels")
	if part != "" {
		name = s.relsPath(part)
	}
	data, found := s.parts[name]
	if !found {
		return r, nil
	}
	if err := xml.Unmarshal(data, &r); err != nil {
		return r, fmt.Errorf("xlsx: %s: %w", name, err)
	}
	return r, nil
}

func (s *sender) setRelations(part string, r relations) error {
	if len(r.List) == 0 {
		delete(s.parts, s.relsPath(part))
		return nil
	}
	data, err := xml.Marshal(r)
	if err != nil {
		return fmt.Errorf("xlsx: relations of %s: %w", part, err)
	}
	s.parts[s.relsPath(part)] = append([]byte(xml.Header), data...)
	return nil
}

// relate adds a relationship and returns its id.
func (s *sender) relate(part, kind, target string) (string, error) {
	r, err := s.relations(part)
	if err != nil {
		return "", err
	}
	id := ""
	for n := len(r.List) + 1; id == "" || r.has(id); n++ {
		id = "rId" + itoa(n)
	}
	r.List = append(r.List, relation{ID: id, Type: s.relBase() + "/" + kind, Target: "/" + target})
	return id, s.setRelations(part, r)
}

func (s *sender) relBase() string {
	if s.strict {
		return relBaseStrict
	}
	return relBase
}

func (r relations) has(id string) bool {
	return slices.ContainsFunc(r.List, func(x relation) bool { return x.ID == id })
}

// kind returns the first relationship of a kind, transitional or strict.
func (r relations) kind(kind string) (relation, bool) {
	i := slices.IndexFunc(r.List, func(x relation) bool { return strings.HasSuffix(x.Type, "/"+kind) && x.Mode != "External" })
	if i < 0 {
		return relation{}, false
	}
	return r.List[i], true
}

// resolve is the part that a target means, seen from the part that names it.
func (s *sender) resolve(part, target string) string {
	target = strings.ReplaceAll(target, `\`, "/")
	if strings.HasPrefix(target, "/") {
		return s.actual(target[1:])
	}
	return s.actual(path.Join(path.Dir(part), target))
}

// register says what kind of content a new part has.
func (s *sender) register(part, contentType string) error {
	t, err := s.typeList()
	if err != nil {
		return err
	}
	t.Overrides = append(t.Overrides, typeOverride{"/" + part, contentType})
	return s.setTypeList(t)
}

func (s *sender) registerExtension(ext, contentType string) error {
	t, err := s.typeList()
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(t.Defaults, func(d typeDefault) bool { return strings.EqualFold(d.Extension, ext) }) {
		t.Defaults = append(t.Defaults, typeDefault{ext, contentType})
	}
	return s.setTypeList(t)
}

// drop removes a part, its relations and its content type.
func (s *sender) drop(part string) error {
	delete(s.parts, s.relsPath(part))
	delete(s.parts, part)
	t, err := s.typeList()
	if err != nil {
		return err
	}
	t.Overrides = slices.DeleteFunc(t.Overrides, func(o typeOverride) bool { return strings.EqualFold(o.PartName, "/"+part) })
	return s.setTypeList(t)
}

// free returns a part name that is not taken: xl/worksheets/sheet7.xml.
func (s *sender) free(before, after string) string {
	for n := 1; ; n++ {
		name := before + itoa(n) + after
		taken := false
		for p := range s.parts {
			taken = taken || strings.EqualFold(p, name)
		}
		if !taken {
			return name
		}
	}
}

// dropResult removes the result sheet of an earlier round.
func (s *sender) dropResult() error {
	at := slices.IndexFunc(s.tabs, func(t tab) bool { return s.results[t.name] })
	if at < 0 || len(s.tabs) == 1 {
		return nil
	}
	rels, err := s.relations(s.book)
	if err != nil {
		return err
	}
	part := s.tabs[at].part
	rels.List = slices.DeleteFunc(rels.List, func(r relation) bool {
		gone := s.resolve(s.book, r.Target)
		return r.Mode != "External" && (gone == part || strings.HasSuffix(r.Type, "/calcChain") && s.drop(gone) == nil)
	})
	if err := s.setRelations(s.book, rels); err != nil {
		return err
	}
	if err := s.drop(part); err != nil {
		return err
	}
	if err := s.editBook(func(e element, i int) (string, bool) { return "", i == at }, at, -1); err != nil {
		return err
	}
	return s.readTabs()
}

// editBook rewrites the list of sheets: drop tells which <sheet> goes. Names
// that belong to a sheet follow it: those at or after place move by shift,
// those of a dropped sheet go.
func (s *sender) editBook(drop func(e element, i int) (string, bool), place, shift int) error {
	data := s.parts[s.book]
	var edits []edit
	i, gone := 0, -1
	err := walk(data, func(e element) {
		tag := string(data[e.from:e.to])
		switch {
		case e.in("workbook", "sheets", "sheet") && !e.end:
			if with, yes := drop(e, i); yes {
				edits = append(edits, edit{e.from, e.to, with})
			}
			i++
		case e.in("workbook", "bookViews", "workbookView") && !e.end:
			edits = append(edits, edit{e.from, e.to, withAttr(withoutAttr(tag, "firstSheet"), "activeTab", "0")})
		case e.in("workbook", "definedNames", "definedName") && !e.end:
			local, has := atoi(e.get("localSheetId"))
			switch {
			case !has:
			case shift < 0 && local == place:
				gone = e.from
			case local >= place:
				edits = append(edits, edit{e.from, e.to, withAttr(tag, "localSheetId", itoa(local+shift))})
			}
		case e.in("workbook", "definedNames", "definedName") && gone >= 0:
			edits = append(edits, edit{gone, e.to, ""})
			gone = -1
		}
	})
	s.parts[s.book] = apply(data, edits)
	return err
}

// deselect makes no sheet the chosen one: two chosen sheets are a group, and
// typing into one types into both.
func (s *sender) deselect() {
	chosen := regexp.MustCompile(`\s+tabSelected\s*=\s*["'](1|true)["']`)
	for _, t := range s.tabs {
		data := s.parts[t.part]
		head := strings.Index(string(data), "sheetData")
		if head < 0 {
			continue
		}
		s.parts[t.part] = append(chosen.ReplaceAll(slices.Clone(data[:head]), nil), data[head:]...)
	}
}

func atoi(s string) (n int, ok bool) {
	if s == "" || len(s) > 7 {
		return 0, false
	}
	for _, c := range s {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}
