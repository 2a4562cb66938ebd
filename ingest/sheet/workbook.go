package sheet

import (
	"path"
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/finding"
)

// relation is one line of a .rels part. Kind is the last step of its type,
// which the strict and the transitional flavour of the format share.
type relation struct {
	kind, target string
	external     bool
}

// relations reads the .rels of a part; a part without one has none. Targets
// are resolved against the part's folder.
func (a *archive) relations(part string) (map[string]relation, refusal) {
	folder, base := path.Split(part) // of the package itself: "", ""
	rels := folder + "_rels/" + base + ".rels"
	if !a.has(rels) {
		return nil, nil
	}
	list, twice := map[string]relation{}, false
	r := a.need(rels, func(data []byte) xmlFault {
		s := newScanner(data, maxElements)
		for {
			t, f := s.next()
			if f != 0 || t == tokenEOF {
				return f
			}
			if t != tokenStart || s.local() != "Relationship" {
				continue
			}
			id, _ := s.attr("Id", false)
			kind, _ := s.attr("Type", false)
			target, _ := s.attr("Target", false)
			mode, _ := s.attr("TargetMode", false)
			external := strings.EqualFold(mode, "External")
			if !external {
				target = resolve(part, target)
			}
			if _, known := list[id]; known {
				twice = true
			}
			list[id] = relation{path.Base(kind), target, external}
		}
	})
	if r == nil && twice { // readers differ in which of them they take
		r = unsafe("文件内部有两处用同一个编号，不同软件会打开不同的内容。")
	}
	return list, r
}

func resolve(part, target string) string {
	target = strings.ReplaceAll(target, `\`, "/")
	if !strings.HasPrefix(target, "/") {
		target = path.Join("/", path.Dir(part), target)
	}
	return strings.TrimPrefix(path.Clean(target), "/")
}

// workbookPart is where the package says its workbook is.
func (a *archive) workbookPart(d disguise) (string, refusal) {
	root, r := a.relations("")
	if r != nil {
		return "", r
	}
	target := ""
	for _, rel := range root {
		switch {
		case rel.kind != "officeDocument" || rel.external || !a.has(rel.target):
		case target != "" && target != rel.target:
			return "", unsafe("文件里有两个工作簿，不同软件会打开不同的一个。")
		default:
			target = rel.target
		}
	}
	if target == "" {
		return "", sniffZip(d, a)
	}
	return target, nil
}

// listing is what workbook.xml says of a sheet.
type listing struct {
	name, id string
	hidden   bool
}

// readWorkbook lists the sheets; into w it puts the date system, and whether
// the formulas are to be calculated when the workbook is opened.
func readWorkbook(data []byte, w *Workbook) (sheets []listing, fault xmlFault) {
	s := newScanner(data, maxElements)
	parent, properties := "", 0
	for {
		t, f := s.next()
		if f != 0 || t == tokenEOF {
			return sheets, f
		}
		if t != tokenStart {
			continue
		}
		switch {
		case s.depth() == 2:
			parent = s.local()
			if parent == "workbookPr" {
				if properties++; properties > 1 {
					return sheets, xmlBroken
				}
				v, _ := s.attr("date1904", false)
				w.Date1904 = isTrue(v)
			}
			if parent == "calcPr" {
				v, _ := s.attr("fullCalcOnLoad", false)
				w.FullCalc = isTrue(v)
				exact, stated := s.attr("fullPrecision", false)
				w.AsShown = stated && !isTrue(exact)
			}
		case s.depth() == 3 && parent == "sheets" && s.local() == "sheet":
			name, _ := s.attr("name", false)
			id, _ := s.attr("id", true)
			state, _ := s.attr("state", false)
			sheets = append(sheets, listing{name, id, state == "hidden" || state == "veryHidden"})
		}
	}
}

func isTrue(s string) bool { return s == "1" || s == "true" || s == "on" }

// policy refuses what can act on the machine of whoever opens the file, and
// tells of what is merely not read.
//
// Macros, Excel 4 macro sheets, ActiveX and DDE or OLE links are refused: no
// return needs them, and an annotated copy of the file goes back to people.
// Links to other workbooks, data connections and embedded objects are common
// leftovers of honest copying; they are told, not refused, since cells are
// read by their stored values and nothing is ever followed or refreshed.
func (a *archive) policy() (finding.List, refusal) {
	var notices finding.List
	told := map[string]bool{}
	tell := func(code, message, hint string) {
		if !told[code] {
			told[code] = true
			notices = append(notices, finding.Finding{Code: code, Level: finding.Notice, Message: message, Hint: hint})
		}
	}
	for _, part := range a.order {
		switch {
		case strings.HasSuffix(part, "vbaproject.bin"), strings.HasPrefix(part, "xl/macrosheets/"), strings.HasPrefix(part, "xl/dialogsheets/"):
			return nil, refuse("F-MACRO", ingest.Place{}, "文件含有宏，不予读取。", hintNoMacro)
		case strings.HasPrefix(part, "xl/activex/"):
			return nil, refuse("F-MACRO", ingest.Place{}, "文件含有ActiveX控件，不予读取。", "请删除控件，或在下发的月报表上填写后再报送。")
		case strings.HasPrefix(part, "xl/externallinks/externallink"):
			if r := a.externalLink(part); r != nil {
				return nil, r
			}
			tell("F-LINK", "文件引用了其他工作簿的数据，已按保存时的数值读取。", "如数值不是最新，"+hintBreakLink)
		case part == "xl/connections.xml":
			tell("F-LINK", "文件带有外部数据连接，未刷新，已按保存时的数值读取。", "请在“数据—查询和连接”中删除连接后再报送。")
		case strings.HasPrefix(part, "xl/embeddings/"):
			tell("F-EMBED", "文件嵌入了其他文档，系统不读取其中内容。", "需要上报的内容请填入表格；附件请另行报送。")
		}
	}
	return notices, nil
}

// externalLink refuses a link that would start another program.
func (a *archive) externalLink(part string) refusal {
	acts := false
	r := a.need(part, func(data []byte) xmlFault {
		s := newScanner(data, maxElements)
		for {
			t, f := s.next()
			if f != 0 || t == tokenEOF {
				return f
			}
			if t == tokenStart && (s.local() == "ddeLink" || s.local() == "oleLink") {
				acts = true
			}
		}
	})
	if r == nil && acts {
		return refuse("F-LINK", ingest.Place{}, "文件含有会启动其他程序的链接（DDE），可能有害，不予读取。", hintBreakLink)
	}
	return r
}

// hasExtension reports whether the zip has a part whose name ends so.
func (a *archive) hasExtension(extension string) bool {
	return slices.ContainsFunc(a.order, func(part string) bool { return strings.HasSuffix(part, "."+strings.ToLower(extension)) })
}

// macroTypes refuses by content type what part names may hide.
func (a *archive) macroTypes() refusal {
	macro := false
	r := a.need("[Content_Types].xml", func(data []byte) xmlFault {
		s := newScanner(data, maxElements)
		for {
			t, f := s.next()
			if f != 0 || t == tokenEOF {
				return f
			}
			if t != tokenStart {
				continue
			}
			kind, _ := s.attr("ContentType", false)
			kind = strings.ToLower(kind)
			// A Default speaks of parts that need not be there: SheetJS lists one
			// for macros in every file. Override names a part.
			extension, _ := s.attr("Extension", false)
			named := s.local() == "Override" || s.local() == "Default" && a.hasExtension(extension)
			if named && (strings.Contains(kind, "macroenabled") || strings.Contains(kind, "vbaproject")) {
				macro = true
			}
		}
	})
	if r == nil && macro {
		return refuse("F-MACRO", ingest.Place{}, "文件含有宏，不予读取。", hintNoMacro)
	}
	return r
}
