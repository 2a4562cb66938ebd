package office

import (
	"fmt"
	"path/filepath"
	"strings"

	"tongbao/ingest/finding"
	"tongbao/output"
	"tongbao/output/pdf"
	"tongbao/output/xlsx"
)

// Codes lists the scheme's rules and 督查, a line each.
func (o *Office) Codes() string {
	var b strings.Builder
	for _, r := range o.scheme.Rules {
		where := r.Sheet
		if where == "" {
			where = "全表"
		}
		fmt.Fprintf(&b, "%s　%s　%s　%s　%s\n", r.Code, finding.Level(r.Level).Chinese(), r.Stage, where, r.Name)
	}
	for _, d := range o.scheme.Supervision {
		fmt.Fprintf(&b, "%s　督查　%s\n", d.Code, d.Name)
	}
	return b.String()
}

// PrintCodes writes the printed annex of rules to a file, whose ending says
// whether it is a PDF or a workbook. It is of the scheme as it stands and
// records nothing; warnings are characters that no font has.
func (o *Office) PrintCodes(file string) (warnings []string, err error) {
	d := output.Catalogue(o.scheme)
	switch strings.ToLower(filepath.Ext(file)) {
	case ".xlsx":
		book, err := xlsx.Document(d)
		if err != nil {
			return nil, err
		}
		return nil, put(file, book)
	case ".pdf":
		fonts, err := pdf.Load(o.path(fontsDir))
		if err != nil {
			return nil, err
		}
		page, err := pdf.Render(d, fonts)
		if err != nil {
			return nil, err
		}
		return page.Warnings, put(file, page.Bytes)
	}
	return nil, usage("文件名“%s”应以 .pdf 或 .xlsx 结尾。", file)
}
