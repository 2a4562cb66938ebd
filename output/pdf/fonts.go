package pdf

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"tongbao/output/pdf/ttf"
	"tongbao/templates"
)

//go:generate go run tongbao/output/pdf/cut -from ../../fonts-src -to ../../templates/fonts

// role is what a face is for, in the words of GB/T 9704.
type role int

const (
	fangsong role = iota // body
	song                 // page numbers, tables; complete, the fallback of all
	biaosong             // 小标宋: red head, titles
	hei                  // first level of headings, table heads
	kai                  // second level
	roles
)

var roleNames = [roles]string{"仿宋", "宋体", "小标宋", "黑体", "楷体"}

// face is a loaded font.
type face struct {
	font *ttf.Font
	id   string // its name inside gofpdf
	name string
	from string // 内置, or the file's name
	sum  string // SHA-256
	data string // the file's bytes; "" for a built-in face
}

// OwnFont is a font file of the office that documents are drawn with.
type OwnFont struct {
	File   string // its name in fonts/, by which its role may have been told
	SHA256 string
	Bytes  string
}

// Fonts is a set of loaded faces, safe for concurrent use.
type Fonts struct {
	faces    [roles]*face
	builtin  [roles]*face
	Warnings []string // Chinese: files of the folder that cannot be used, and why
}

// largestFont is a cap on a font file of the office; the largest CJK faces are
// about half of it.
const largestFont = 64 << 20

// builtin parses the embedded faces, once a process.
var builtin = sync.OnceValues(func() (set [roles]*face, err error) {
	sums := map[string]string{}
	for line := range strings.Lines(templates.FontSums) {
		if sum, file, ok := strings.Cut(strings.TrimSpace(line), "  "); ok {
			sums[file] = sum
		}
	}
	open := func(file, data string) *face {
		f, e := ttf.Parse(data)
		if e != nil {
			err = errors.Join(err, fmt.Errorf("built-in face %s: %w", file, e))
			return nil
		}
		return &face{font: f, id: strings.TrimSuffix(file, ".ttf"), name: f.Family, from: "内置", sum: sums[file]}
	}
	set[song] = open("song.ttf", templates.FontSong)
	set[fangsong] = set[song]
	set[biaosong] = open("biaosong.ttf", templates.FontBiaosong)
	set[hei] = open("hei.ttf", templates.FontHei)
	set[kai] = open("kai.ttf", templates.FontKai)
	return set, err
})

// Load takes the built-in faces, and the office's own from dir where there
// are any ("" for none, and a folder that is not there is none). What a file
// is for is told from the names in it and its file name: 小标宋, 仿宋, 楷体,
// 黑体, 宋体. A file that cannot be used is a warning, not an error.
func Load(dir string) (*Fonts, error) {
	set, err := builtin()
	if err != nil {
		return nil, err
	}
	f := &Fonts{faces: set, builtin: set}
	if dir == "" {
		return f, nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, e := range entries {
		switch strings.ToLower(filepath.Ext(e.Name())) {
		case ".ttf", ".otf", ".ttc":
			if err := f.take(dir, e.Name()); err != nil {
				f.Warnings = append(f.Warnings, fmt.Sprintf("字体文件%s未采用：%v", e.Name(), err))
			}
		}
	}
	return f, nil
}

// take puts one file of the office to use. Its errors are Chinese: they are
// shown to the office.
func (f *Fonts) take(dir, file string) error {
	path := filepath.Join(dir, file)
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() || info.Size() > largestFont {
		return errors.New("不是普通文件，或超过64MB")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return errors.New("无法读取")
	}
	content := string(data)
	font, err := ttf.Parse(content)
	if err != nil {
		return inChinese(err)
	}
	r, ok := roleOf(append(font.FullNames, file))
	if !ok {
		return errors.New("看不出用途（名称中应有“小标宋”“仿宋”“楷体”“黑体”或“宋体”）")
	}
	if old := f.faces[r]; old != f.builtin[r] {
		if !better(file+font.Family, old.from+old.name) {
			return fmt.Errorf("%s已采用%s", roleNames[r], old.from)
		}
		f.Warnings = append(f.Warnings, fmt.Sprintf("字体文件%s未采用：%s已采用%s", old.from, roleNames[r], file))
	}
	f.faces[r] = &face{font: font, id: fmt.Sprintf("own%d", r), name: font.Family, from: file, sum: fmt.Sprintf("%x", sha256.Sum256(data)), data: content}
	return nil
}

func inChinese(err error) error {
	switch {
	case errors.Is(err, ttf.ErrCollection):
		return errors.New("是字体集合（.ttc），请换用单个字体的.ttf文件")
	case errors.Is(err, ttf.ErrCFF):
		return errors.New("是CFF轮廓的OpenType字体，请换用TrueType（.ttf）字体")
	case errors.Is(err, ttf.ErrRestricted):
		return errors.New("字体声明不允许嵌入文件")
	}
	return errors.New("不是完好的TrueType字体")
}

// better says that a face is the one the standard's readers expect.
func better(name, than string) bool {
	return strings.Contains(name, "2312") && !strings.Contains(than, "2312")
}

// roleOf tells what a face is for. 仿宋 comes before 宋, 小标宋 before both.
func roleOf(names []string) (role, bool) {
	for _, c := range []struct {
		r     role
		words []string
	}{
		{biaosong, []string{"小标宋", "xiaobiaosong", "xbs"}},
		{fangsong, []string{"仿宋", "fangsong", "simfang"}},
		{kai, []string{"楷", "kaiti", "simkai", "wenkai"}},
		{hei, []string{"黑体", "simhei", "heiti"}},
		{song, []string{"宋体", "simsun", "songti"}},
	} {
		for _, n := range names {
			n = strings.ToLower(strings.ReplaceAll(n, " ", ""))
			for _, w := range c.words {
				if strings.Contains(n, w) {
					return c.r, true
				}
			}
		}
	}
	return 0, false
}

// used lists the faces by role, for the record kept with the document.
func (f *Fonts) used() []string {
	list := make([]string, roles)
	for r, x := range f.faces {
		list[r] = fmt.Sprintf("%s：%s（%s，SHA-256 %s）", roleNames[r], x.name, x.from, x.sum)
	}
	return list
}

// Own are the office's own files in use, by role: those that a document drawn
// with these faces needs to be drawn again. None are built in.
func (f *Fonts) Own() (list []OwnFont) {
	for r, x := range f.faces {
		if x != f.builtin[r] {
			list = append(list, OwnFont{x.from, x.sum, x.data})
		}
	}
	return list
}

// Draws reports whether a character is drawn in every role, by some face.
func (f *Fonts) Draws(c rune) bool {
	for r := range f.faces {
		if x, _ := f.find(role(r), c); x == nil {
			return false
		}
	}
	return true
}

// find gives the first face that has the character: the role's own, the
// built-in of the role, the complete one, the one of rare characters.
func (f *Fonts) find(r role, c rune) (*face, int) {
	for _, x := range []*face{f.faces[r], f.builtin[r], f.builtin[song], f.builtin[kai]} {
		if g := x.font.Glyph(c); g != 0 {
			return x, g
		}
	}
	return nil, 0
}
