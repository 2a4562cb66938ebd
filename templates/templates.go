// Package templates holds what is data, not code: the default scheme and
// register as tables, wording, sample data, fonts. It knows nobody.
//
// The default scheme (scheme/) is the county notice 沁政办发〔2022〕38号 put into
// tables, one file a sheet; the default register (register/) is headers only.
// A table is tab-separated text: the first line names the columns, a cell
// holds no tab, and a line break inside a cell is written \n. Rules/scheme
// reads them; nothing else should.
package templates

import (
	"embed"
	"io/fs"
	"path"
	"strings"
)

//go:embed scheme/*.tsv register/*.tsv
var tables embed.FS

// File is one table: Name is the sheet's name, Text its lines.
type File struct {
	Name, Text string
}

// Scheme lists the tables of the default scheme, by name.
func Scheme() []File { return files("scheme") }

// Register lists the tables of the empty register, by name.
func Register() []File { return files("register") }

// files panics on a fault, which only a broken build can have.
func files(dir string) []File {
	entries, err := fs.ReadDir(tables, dir)
	if err != nil {
		panic(err)
	}
	var list []File
	for _, e := range entries {
		text, err := tables.ReadFile(path.Join(dir, e.Name()))
		if err != nil {
			panic(err)
		}
		list = append(list, File{Name: strings.TrimSuffix(e.Name(), ".tsv"), Text: string(text)})
	}
	return list
}
