package sheet

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Note is what is written on a sheet beside its cells, where people look too:
// 单位：万元 in a text box, over the page, in a comment.
type Note struct {
	Where string // 文本框, 页眉页脚 or 批注
	Cell  string // of a comment; "" otherwise
	Text  string
}

const (
	InBox     = "文本框"
	InMargin  = "页眉页脚"
	InComment = "批注"
)

// What is kept of notes: remarks are short, and a file may hold any number.
const (
	maxNotes = 500  // of a sheet
	maxNote  = 2000 // bytes of one
)

func (s *Sheet) note(where, cell, text string) {
	text = strings.TrimSpace(text)
	if text == "" || len(s.Notes) >= maxNotes {
		return
	}
	if len(text) > maxNote {
		text = strings.ToValidUTF8(text[:maxNote], "")
	}
	if n := (Note{where, cell, text}); !slices.Contains(s.Notes, n) { // a shape is kept once more for older programs
		s.Notes = append(s.Notes, n)
	}
}

// margins reads headerFooter up to its end. What is kept for first or even
// pages and not in use is on no page.
func (c *cellReader) margins() xmlFault {
	first, _ := c.s.attr("differentFirst", false)
	even, _ := c.s.attr("differentOddEven", false)
	part := ""
	var text []byte
	for {
		t, f := c.s.next()
		switch {
		case f != 0:
			return f
		case t == tokenEnd && c.s.depth() == 1:
			return 0
		case t == tokenStart && c.s.depth() == 3:
			part, text = c.s.local(), text[:0]
		case t == tokenText && c.s.depth() == 3 && len(text) < maxNote:
			text = c.s.appendText(text)
		case t == tokenEnd && c.s.depth() == 2 && (!strings.HasPrefix(part, "first") || isTrue(first)) && (!strings.HasPrefix(part, "even") || isTrue(even)):
			for _, third := range marginThirds.Split(string(text[:min(len(text), maxNote)]), -1) {
				c.sheet.note(InMargin, "", marginCodes.ReplaceAllString(third, ""))
			}
		}
	}
}

var (
	marginThirds = regexp.MustCompile(`&[LCR]`)
	marginCodes  = regexp.MustCompile(`&"[^"]*"|&K[0-9A-Fa-f]{6}|&\d+|&[A-Za-z]`)
)

// beside reads what the parts of a sheet hold that stand over its cells: text
// boxes and comments. It counts pictures, which nobody can read but a person.
func (a *archive) beside(part string, s *Sheet) refusal {
	rels, r := a.relations(part)
	if r != nil {
		return r
	}
	for _, id := range slices.Sorted(maps.Keys(rels)) {
		rel := rels[id]
		read := map[string]func([]byte) xmlFault{"drawing": s.boxes, "comments": s.comments}[rel.kind]
		if read == nil || rel.external || !a.unread[strings.ToLower(rel.target)] || !strings.HasSuffix(strings.ToLower(rel.target), ".xml") {
			continue
		}
		if r = a.need(rel.target, read); r != nil {
			return r
		}
	}
	return nil
}

// boxes reads a drawing: each shape's text is a note, a paragraph a line.
func (s *Sheet) boxes(data []byte) xmlFault {
	x := newScanner(data, maxElements)
	var text []byte
	shape := 0 // depth of the shape being read
	for {
		t, f := x.next()
		if f != 0 || t == tokenEOF {
			return f
		}
		switch name := x.local(); {
		case t == tokenStart && name == "pic":
			s.Pictures++
		case t == tokenStart && name == "txBody" && shape == 0:
			shape, text = x.depth(), text[:0]
		case t == tokenEnd && shape > 0 && x.depth() < shape:
			s.note(InBox, "", string(text))
			shape = 0
		case t == tokenEnd && shape > 0 && name == "p":
			text = append(text, '\n')
		case t == tokenText && shape > 0 && len(text) < maxNote && string(localName(x.stack[len(x.stack)-1])) == "t":
			text = x.appendText(text)
		}
	}
}

// comments reads the comments part of a sheet.
func (s *Sheet) comments(data []byte) xmlFault {
	x := newScanner(data, maxElements)
	var text []byte
	ref := ""
	for {
		t, f := x.next()
		if f != 0 || t == tokenEOF {
			return f
		}
		switch {
		case t == tokenStart && x.local() == "comment":
			ref, _ = x.attr("ref", false)
			if col, _ := parseRef(ref); col == 0 {
				ref = ""
			}
			text = text[:0]
		case t == tokenEnd && x.local() == "comment":
			s.note(InComment, ref, string(text))
		case t == tokenText && len(text) < maxNote && string(localName(x.stack[len(x.stack)-1])) == "t":
			text = x.appendText(text)
		}
	}
}
