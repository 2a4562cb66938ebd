// Command cut makes the faces under templates/fonts from their originals, so
// that anybody can make the same bytes again:
//
//	go generate ./output/pdf        (with the originals in fonts-src/)
//	go run ./output/pdf/cut -from DIR -to templates/fonts
//
// Where the originals come from stands in templates/fonts/README.md. One face
// stays complete, since a government prints rare characters of names; the
// others keep GB 2312, 通用规范汉字表 (8,105 characters, property kTGH of
// Unicode's Unihan), punctuation, Latin and symbols, and fall back to the
// complete one; the last keeps the rare characters too that this one lacks.
package main

import (
	"bufio"
	"compress/bzip2"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/encoding/simplifiedchinese"

	"tongbao/output/pdf/ttf"
)

// face is one face to make. Its new name keeps clear of the names that the
// authors reserve (“Source” of Adobe's, “LXGW” and “霞鹜” of WenKai).
type face struct {
	from, to, name string
	whole          bool // all of it
	rare           bool // also the characters that the whole face lacks
}

var faces = []face{
	{"NotoSerifSC_400Regular.ttf", "song.ttf", "Tongbao Song", true, false},
	{"NotoSerifSC_700Bold.ttf", "biaosong.ttf", "Tongbao Biaosong", false, false},
	{"NotoSansSC_500Medium.ttf", "hei.ttf", "Tongbao Hei", false, false},
	{"LXGWWenKai-Regular.ttf", "kai.ttf", "Tongbao Kai", false, true},
}

const (
	unihan  = "Unihan_OtherMappings.txt.bz2"
	licence = "SIL Open Font License 1.1, https://openfontlicense.org. Cut from a larger face; see templates/fonts/README.md."
)

func main() {
	from := flag.String("from", "fonts-src", "folder of the original faces and "+unihan)
	to := flag.String("to", "templates/fonts", "folder to write to")
	flag.Parse()
	if err := run(*from, *to); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(from, to string) error {
	wanted, err := repertoire(filepath.Join(from, unihan))
	if err != nil {
		return err
	}
	var sums strings.Builder
	whole := map[rune]bool{}
	for _, f := range faces {
		cut, err := f.cut(from, wanted, whole)
		if err != nil {
			return fmt.Errorf("%s: %w", f.from, err)
		}
		if err := os.WriteFile(filepath.Join(to, f.to), cut, 0o644); err != nil {
			return err
		}
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(cut), f.to)
	}
	return os.WriteFile(filepath.Join(to, "SHA256SUMS"), []byte(sums.String()), 0o644)
}

// cut keeps the wanted characters. The whole face, which comes first, fills
// whole with what it has.
func (f face) cut(from string, wanted, whole map[rune]bool) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(from, f.from))
	if err != nil {
		return nil, err
	}
	font, err := ttf.Parse(string(data))
	if err != nil {
		return nil, err
	}
	var chars []ttf.Char
	for _, r := range font.Runes() {
		if f.whole {
			whole[r] = true
		}
		if f.whole || wanted[r] || f.rare && !whole[r] && unicode.Is(unicode.Han, r) {
			chars = append(chars, ttf.Char{Code: r, Glyph: font.Glyph(r)})
		}
	}
	fmt.Printf("%-14s %6d characters\n", f.to, len(chars))
	return font.Cut(ttf.Cutting{Name: f.name, Copyright: font.Copyright, Licence: licence, Chars: chars})
}

// repertoire is what a cut face keeps.
func repertoire(mappings string) (map[rune]bool, error) {
	wanted := map[rune]bool{}
	for _, block := range [][2]rune{
		{0x20, 0x7E}, {0xA0, 0x17F}, {0x391, 0x3C9}, {0x2010, 0x203B}, {0x2070, 0x209C}, {0x20AC, 0x20AC},
		{0x2100, 0x214F}, {0x2150, 0x218B}, {0x2190, 0x21FF}, {0x2200, 0x22FF}, {0x2460, 0x24FF},
		{0x2500, 0x25FF}, {0x2600, 0x2612}, {0x2713, 0x2718}, {0x3000, 0x303F}, {0x3220, 0x3243},
		{0x338E, 0x33D5}, {0xFE30, 0xFE4F}, {0xFF01, 0xFF5E}, {0xFFE0, 0xFFE5},
	} {
		for r := block[0]; r <= block[1]; r++ {
			wanted[r] = true
		}
	}
	gb2312(wanted)
	return wanted, general(mappings, wanted)
}

// gb2312 adds the two-byte characters of the standard.
func gb2312(wanted map[rune]bool) {
	decoder := simplifiedchinese.GBK.NewDecoder()
	for row := byte(0xA1); row <= 0xF7; row++ {
		for cell := byte(0xA1); cell <= 0xFE; cell++ {
			text, err := decoder.Bytes([]byte{row, cell})
			if err != nil {
				continue
			}
			for _, r := range string(text) {
				wanted[r] = true
			}
		}
	}
}

// general adds the characters that Unihan marks with kTGH.
func general(mappings string, wanted map[rune]bool) error {
	file, err := os.Open(mappings)
	if err != nil {
		return err
	}
	defer file.Close()
	n := 0
	lines := bufio.NewScanner(bzip2.NewReader(file))
	for lines.Scan() {
		part := strings.Split(lines.Text(), "\t")
		if len(part) < 3 || part[1] != "kTGH" {
			continue
		}
		code, err := strconv.ParseUint(strings.TrimPrefix(part[0], "U+"), 16, 32)
		if err != nil {
			return err
		}
		wanted[rune(code)] = true
		n++
	}
	if n != 8105 {
		return fmt.Errorf("%s: %d characters are marked kTGH, 通用规范汉字表 has 8105", mappings, n)
	}
	return lines.Err()
}
