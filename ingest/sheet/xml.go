package sheet

import (
	"bytes"
	"unicode/utf8"
)

// scanner reads XML strictly to its end. encoding/xml would do, at ten times
// the cost; and what matters here is that nothing is skipped in silence: any
// byte that is not well-formed XML 1.0 in UTF-8 is a fault with its offset. A
// document type declaration is a fault too, and with it every entity beyond
// the five of XML itself.
type scanner struct {
	data     []byte
	pos      int
	stack    [][]byte // raw names of the open elements
	name     []byte   // raw name of the token
	attrs    []attribute
	text     []byte // of a text token, not unescaped
	cdata    bool   // text is a CDATA section: nothing to unescape
	closing  bool   // the start just given was self-closing
	ended    bool   // the root element is closed
	elements int
	limit    int // most elements allowed; 0 is any number
}

type attribute struct{ name, value []byte }

type token int

const (
	tokenStart token = iota
	tokenEnd
	tokenText
	tokenEOF
)

type xmlFault int

const (
	xmlBroken   xmlFault = iota + 1 // not well-formed, or cut short
	xmlDoctype                      // DTD or an entity that only a DTD can define
	xmlEncoding                     // not UTF-8
	xmlDeep                         // nested deeper than any workbook
	xmlLong                         // more elements than the limit
)

const (
	maxDepth      = 100
	maxAttributes = 200
)

func newScanner(data []byte, limit int) *scanner {
	return &scanner{data: bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), limit: limit}
}

// depth is the number of open elements, the one just started included.
func (s *scanner) depth() int { return len(s.stack) }

// local is the token's name without prefix.
func (s *scanner) local() string { return string(localName(s.name)) }

func localName(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

// attr returns the unescaped attribute of that local name and whether it is
// there. A namespaced one counts only if prefixed is true (r:id).
func (s *scanner) attr(local string, prefixed bool) (string, bool) {
	for _, a := range s.attrs {
		if hasPrefix := bytes.IndexByte(a.name, ':') >= 0; hasPrefix != prefixed {
			continue
		}
		if string(localName(a.name)) == local {
			return string(unescape(nil, a.value)), true
		}
	}
	return "", false
}

// next moves to the next start, end or text. Comments and processing
// instructions are passed over.
func (s *scanner) next() (token, xmlFault) {
	if s.closing {
		s.closing = false
		return s.end(s.name)
	}
	for {
		if s.pos >= len(s.data) {
			if len(s.stack) > 0 || !s.ended {
				return 0, xmlBroken
			}
			return tokenEOF, 0
		}
		if s.data[s.pos] != '<' {
			return s.characters()
		}
		rest := s.data[s.pos:]
		if len(rest) < 2 {
			return 0, xmlBroken
		}
		switch rest[1] {
		case '/':
			return s.endTag()
		case '?':
			if f := s.instruction(); f != 0 {
				return 0, f
			}
		case '!':
			t, f, done := s.declaration(rest)
			if done || f != 0 {
				return t, f
			}
		default:
			return s.startTag()
		}
	}
}

func (s *scanner) end(name []byte) (token, xmlFault) {
	if len(s.stack) == 0 || !bytes.Equal(s.stack[len(s.stack)-1], name) {
		return 0, xmlBroken
	}
	s.stack = s.stack[:len(s.stack)-1]
	s.ended = len(s.stack) == 0
	s.name = name
	return tokenEnd, 0
}

func (s *scanner) endTag() (token, xmlFault) {
	s.pos += 2
	name := s.readName()
	s.skipSpace()
	if len(name) == 0 || s.pos >= len(s.data) || s.data[s.pos] != '>' {
		return 0, xmlBroken
	}
	s.pos++
	return s.end(name)
}

func (s *scanner) startTag() (token, xmlFault) {
	s.pos++
	name := s.readName()
	if len(name) == 0 || s.ended {
		return 0, xmlBroken
	}
	if f := s.attributes(); f != 0 {
		return 0, f
	}
	if s.data[s.pos] == '/' {
		s.pos++
		if s.pos >= len(s.data) || s.data[s.pos] != '>' {
			return 0, xmlBroken
		}
		s.closing = true
	}
	s.pos++
	s.name = name
	s.stack = append(s.stack, name)
	s.elements++
	switch {
	case len(s.stack) > maxDepth:
		return 0, xmlDeep
	case s.limit > 0 && s.elements > s.limit:
		return 0, xmlLong
	}
	return tokenStart, 0
}

// attributes reads up to the '>' or '/' of a start tag and leaves pos on it.
func (s *scanner) attributes() xmlFault {
	s.attrs = s.attrs[:0]
	for {
		before := s.pos
		s.skipSpace()
		if s.pos >= len(s.data) {
			return xmlBroken
		}
		if c := s.data[s.pos]; c == '>' || c == '/' {
			return 0
		}
		if before == s.pos || len(s.attrs) == maxAttributes {
			return xmlBroken
		}
		if f := s.attribute(); f != 0 {
			return f
		}
	}
}

func (s *scanner) attribute() xmlFault {
	name := s.readName()
	s.skipSpace()
	if len(name) == 0 || s.pos >= len(s.data) || s.data[s.pos] != '=' {
		return xmlBroken
	}
	s.pos++
	s.skipSpace()
	if s.pos >= len(s.data) {
		return xmlBroken
	}
	quote := s.data[s.pos]
	if quote != '"' && quote != '\'' {
		return xmlBroken
	}
	s.pos++
	n := bytes.IndexByte(s.data[s.pos:], quote)
	if n < 0 {
		return xmlBroken
	}
	value := s.data[s.pos : s.pos+n]
	s.pos += n + 1
	if bytes.IndexByte(value, '<') >= 0 {
		return xmlBroken
	}
	for _, a := range s.attrs {
		if bytes.Equal(a.name, name) {
			return xmlBroken
		}
	}
	s.attrs = append(s.attrs, attribute{name, value})
	return checkText(value)
}

func (s *scanner) characters() (token, xmlFault) {
	n := bytes.IndexByte(s.data[s.pos:], '<')
	if n < 0 {
		n = len(s.data) - s.pos
	}
	text := s.data[s.pos : s.pos+n]
	s.pos += n
	if len(s.stack) == 0 {
		if len(bytes.TrimSpace(text)) > 0 {
			return 0, xmlBroken
		}
		return s.next()
	}
	if bytes.Contains(text, []byte("]]>")) {
		return 0, xmlBroken
	}
	s.text, s.cdata = text, false
	return tokenText, checkText(text)
}

// declaration handles what begins with "<!". done is false when the caller
// should go on (a comment).
func (s *scanner) declaration(rest []byte) (t token, f xmlFault, done bool) {
	const comment, cdata = "<!--", "<![CDATA["
	switch {
	case bytes.HasPrefix(rest, []byte(comment)):
		n := bytes.Index(rest[len(comment):], []byte("-->"))
		if n < 0 {
			return 0, xmlBroken, true
		}
		s.pos += len(comment) + n + 3
		return 0, 0, false
	case bytes.HasPrefix(rest, []byte(cdata)):
		n := bytes.Index(rest, []byte("]]>"))
		if n < 0 || len(s.stack) == 0 {
			return 0, xmlBroken, true
		}
		s.text, s.cdata = rest[len(cdata):n], true
		s.pos += n + 3
		return tokenText, checkPlain(s.text), true
	}
	return 0, xmlDoctype, true
}

func (s *scanner) instruction() xmlFault {
	rest := s.data[s.pos:]
	n := bytes.Index(rest, []byte("?>"))
	if n < 0 {
		return xmlBroken
	}
	body := rest[2:n]
	if bytes.HasPrefix(body, []byte("xml")) && (len(body) == 3 || isSpace(body[3])) {
		if s.pos != 0 {
			return xmlBroken
		}
		if !utf8Declared(body) {
			return xmlEncoding
		}
	}
	s.pos += n + 2
	return 0
}

// utf8Declared tells whether an XML declaration names no encoding or one that
// UTF-8 covers.
func utf8Declared(body []byte) bool {
	lower := bytes.ToLower(body)
	i := bytes.Index(lower, []byte("encoding"))
	if i < 0 {
		return true
	}
	value := bytes.Trim(lower[i+len("encoding"):], " \t\r\n=\"'")
	if j := bytes.IndexAny(value, "\"'"); j >= 0 {
		value = value[:j]
	}
	switch string(value) {
	case "utf-8", "utf8", "us-ascii", "ascii":
		return true
	}
	return false
}

func (s *scanner) readName() []byte {
	start := s.pos
	for s.pos < len(s.data) && nameByte[s.data[s.pos]] {
		s.pos++
	}
	name := s.data[start:s.pos]
	if len(name) > 0 {
		if c := name[0]; c == '-' || c == '.' || c >= '0' && c <= '9' || c == ':' {
			return nil
		}
		if c := name[len(name)-1]; c == ':' || !utf8.Valid(name) {
			return nil
		}
	}
	return name
}

func (s *scanner) skipSpace() {
	for s.pos < len(s.data) && isSpace(s.data[s.pos]) {
		s.pos++
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

var nameByte = func() (table [256]bool) {
	for c := range 256 {
		b := byte(c)
		table[c] = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_' || b == '-' || b == '.' || b == ':' || b >= 0x80
	}
	return table
}()

// checkText tells whether text is legal character data: characters that XML
// allows, and of references only the five of XML and numeric ones.
func checkText(text []byte) xmlFault {
	if f := checkPlain(text); f != 0 {
		return f
	}
	for {
		i := bytes.IndexByte(text, '&')
		if i < 0 {
			return 0
		}
		text = text[i:]
		r, n := reference(text)
		switch {
		case n == 0:
			return xmlBroken
		case r < 0:
			return xmlDoctype
		}
		text = text[n:]
	}
}

func checkPlain(text []byte) xmlFault {
	ascii := true
	for _, c := range text {
		if c < 0x20 && !isSpace(c) {
			return xmlBroken
		}
		if c >= 0x80 {
			ascii = false
		}
	}
	if ascii {
		return 0
	}
	if !utf8.Valid(text) {
		return xmlBroken
	}
	if bytes.Contains(text, []byte("\xef\xbf\xbe")) || bytes.Contains(text, []byte("\xef\xbf\xbf")) {
		return xmlBroken // U+FFFE and U+FFFF are no characters
	}
	return 0
}

// reference reads "&…;" at the start of text: its character and length. n is
// 0 when it is malformed; r is −1 for a named entity that XML does not know.
func reference(text []byte) (r rune, n int) {
	end := bytes.IndexByte(text[:min(len(text), 40)], ';')
	if end < 2 {
		return 0, 0
	}
	name := text[1:end]
	if name[0] == '#' {
		r = characterNumber(name[1:])
		if r < 0 {
			return 0, 0
		}
		return r, end + 1
	}
	switch string(name) {
	case "amp":
		return '&', end + 1
	case "lt":
		return '<', end + 1
	case "gt":
		return '>', end + 1
	case "quot":
		return '"', end + 1
	case "apos":
		return '\'', end + 1
	}
	return -1, end + 1
}

func characterNumber(digits []byte) rune {
	base := rune(10)
	if len(digits) > 0 && digits[0] == 'x' {
		base, digits = 16, digits[1:]
	}
	if len(digits) == 0 {
		return -1
	}
	var r rune
	for _, c := range digits {
		d := rune(99)
		switch {
		case c >= '0' && c <= '9':
			d = rune(c - '0')
		case c >= 'a' && c <= 'f':
			d = rune(c-'a') + 10
		case c >= 'A' && c <= 'F':
			d = rune(c-'A') + 10
		}
		if d >= base {
			return -1
		}
		if r = r*base + d; r > utf8.MaxRune {
			return -1
		}
	}
	legal := r == 9 || r == 10 || r == 13 || r >= 0x20 && r <= 0xd7ff || r >= 0xe000 && r <= 0xfffd || r >= 0x10000
	if !legal {
		return -1
	}
	return r
}

// unescape appends checked text to dst with references resolved and line ends
// made "\n" as XML says.
func unescape(dst, text []byte) []byte {
	if bytes.IndexByte(text, '&') < 0 && bytes.IndexByte(text, '\r') < 0 {
		return append(dst, text...)
	}
	for i := 0; i < len(text); {
		switch text[i] {
		case '&':
			r, n := reference(text[i:])
			dst = utf8.AppendRune(dst, r)
			i += n
		case '\r':
			dst = append(dst, '\n')
			i++
			if i < len(text) && text[i] == '\n' {
				i++
			}
		default:
			dst = append(dst, text[i])
			i++
		}
	}
	return dst
}

// appendText appends the text token's characters to dst.
func (s *scanner) appendText(dst []byte) []byte {
	if s.cdata {
		return append(dst, bytes.ReplaceAll(s.text, []byte("\r\n"), []byte("\n"))...)
	}
	return unescape(dst, s.text)
}

// wellFormed reads data to its end.
func wellFormed(data []byte, limit int) (elements int, f xmlFault) {
	s := newScanner(data, limit)
	for {
		t, f := s.next()
		if f != 0 || t == tokenEOF {
			return s.elements, f
		}
	}
}
