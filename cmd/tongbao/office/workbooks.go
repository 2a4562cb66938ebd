package office

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/sheet"
	"tongbao/output/xlsx"
	"tongbao/rules/scheme"
)

// Init makes a workspace with the default scheme and an empty register, and
// returns what it made. A folder that already is one is refused.
func Init(dir string, now time.Time) ([]string, error) {
	return initFor(dir, ingest.DateOf(now).Period())
}

// initFor makes a workspace whose returns are due from the given month on.
func initFor(dir string, first ingest.Period) ([]string, error) {
	if exists(filepath.Join(dir, schemeFile)) || exists(filepath.Join(dir, ledgerFile)) {
		return nil, usage("%s 已经是工作区，未作改动。", dir)
	}
	o := &Office{dir: dir}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	if err := o.makeFolders(); err != nil {
		return nil, err
	}
	var made []string
	for _, book := range []struct {
		file, title string
		intro       []string
		tables      []scheme.Table
	}{
		{registerFile, "台账", registerIntro, scheme.RegisterDefaults()},
		{schemeFile, "方案", schemeIntro, startingIn(scheme.Defaults(), first)},
	} {
		content, err := xlsx.Tables(xlsx.Workbook{Intro: book.intro, Tables: officeTables(book.tables), Stamp: xlsx.Stamp{Title: book.title}})
		if err != nil {
			return nil, err
		}
		path := filepath.Join(dir, book.file)
		if err := put(path, content); err != nil {
			return nil, err
		}
		made = append(made, path)
	}
	return made, nil
}

// startingIn makes the default scheme begin with a month: 启用月, and the year
// that its yearly targets are for.
func startingIn(tables []scheme.Table, first ingest.Period) []scheme.Table {
	for _, t := range tables {
		switch t.Sheet {
		case "设置":
			fill(t, "值", first.String(), func(row []string) bool { return row[0] == "启用月" })
		case "目标":
			fill(t, "年度", strconv.Itoa(first.Year), func([]string) bool { return true })
		}
	}
	return tables
}

// fill sets a column in the rows that are meant.
func fill(t scheme.Table, column, value string, meant func(row []string) bool) {
	i := slices.Index(t.Columns, column)
	for _, r := range t.Rows {
		if i >= 0 && i < len(r.Cells) && meant(r.Cells) {
			r.Cells[i] = value
		}
	}
}

var schemeIntro = []string{
	"本工作簿是方案：专班、目标、表单、规则、指标、计分、日程都写在这里，改了保存即生效，不用改程序。",
	"每张表第一行是列名，请勿改动；列的先后、空行不影响读取；以 # 开头的行是注释。",
	"改动后用 tongbao scheme check 核对；有一处错误，程序就不会运行，并逐条指出位置。",
}

var registerIntro = []string{
	"本工作簿是台账：只有办公室才知道的情况每月写在这里，如核定数、督查登记、豁免、延期、发文、本月文字。",
	"每张表第一行是列名，请勿改动；没有内容的表留空即可。",
}

// officeTables adds to tables what the loader knows of their columns, so that
// the office finds help and choices in its workbook.
func officeTables(tables []scheme.Table) []xlsx.Table {
	var list []xlsx.Table
	for _, t := range tables {
		out := xlsx.Table{Sheet: t.Sheet, Help: scheme.HelpFor(t)}
		help := map[string]scheme.ColumnHelp{}
		for _, h := range scheme.Describe(t.Sheet) {
			help[h.Name] = h
		}
		for _, name := range t.Columns {
			out.Columns = append(out.Columns, xlsx.Column{Name: name, Help: help[name].Help, Choices: help[name].Choices})
		}
		for _, r := range t.Rows {
			out.Rows = append(out.Rows, r.Cells)
		}
		list = append(list, out)
	}
	return list
}

// loadWorkbooks reads scheme and register. Faults of both are told at once.
func (o *Office) loadWorkbooks() error {
	tables, err := o.readTables(schemeFile)
	if errors.Is(err, fs.ErrNotExist) && exists(o.path(ledgerFile)) {
		return usage("%s 中没有 %s，却有账本：是没有恢复完的备份的，请删去这个文件夹重新恢复；正在 Excel 中保存的，请稍后再试；方案被移走或改了名的，请放回原处。", o.dir, schemeFile)
	}
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return usage("%s 不是工作区：没有 %s。先用 tongbao init 新建，或用 -w 指明工作区。", o.dir, schemeFile)
	}
	if err != nil {
		return err
	}
	var unreadable scheme.Faults
	if err := o.readRegister(); errors.As(err, &unreadable) {
		var faults scheme.Faults
		if _, err := scheme.Load(tables); errors.As(err, &faults) {
			return append(faults, unreadable...)
		}
		return unreadable
	} else if err != nil {
		return err
	}
	o.scheme, o.register, err = scheme.LoadBooks(tables, o.tables)
	return err
}

// loadRegister reads the register anew by the scheme as it was loaded.
func (o *Office) loadRegister() (err error) {
	if err = o.readRegister(); err == nil {
		o.register, err = scheme.LoadRegister(o.tables, o.scheme)
	}
	return err
}

// readRegister reads the register's tables; an absent one is empty.
func (o *Office) readRegister() (err error) {
	o.tables, err = o.readTables(registerFile)
	if errors.Is(err, fs.ErrNotExist) {
		o.tables, err = scheme.RegisterDefaults(), nil
		o.noRegister = true
		return nil
	}
	o.noRegister = false
	return err
}

// registerThere refuses a workspace whose register is gone and had something in
// it when it was last worked by: documents made by an empty one would print what
// was reported for what was verified. Excel takes the file away for a moment
// while it saves.
func (o *Office) registerThere(ctx context.Context) error {
	if !o.noRegister || o.ledger == nil {
		return nil
	}
	digest, err := o.ledger.InForce(ctx, "register")
	if err != nil || digest == "" || digest == o.register.Digest {
		return err
	}
	was, err := o.snapshotOf(ctx, "register", digest)
	if err != nil || !slices.ContainsFunc(was, func(t scheme.Table) bool { return len(t.Rows) > 0 }) {
		return err
	}
	return usage("%s 中没有台账 %s，而上一次运行时台账里有登记。未作任何处理：没有台账，核定、认定、豁免、延期都不起作用。正在 Excel 中保存的，请稍后再试；被移走或改了名的，请放回原处；找不到的，从最近一次备份中取回。", o.dir, registerFile)
}

// readTables reads an office workbook. It may be open in Excel: only its
// bytes on disk are read.
func (o *Office) readTables(file string) ([]scheme.Table, error) {
	return tablesAt(o.path(file), file)
}

// officeLimits bound the office's own workbooks. They come from no stranger, and
// a country's scheme has a row for each of 20,000 task forces and five for
// their targets.
func officeLimits() sheet.Limits {
	l := sheet.DefaultLimits
	l.FileBytes, l.UnpackedBytes, l.TextBytes = 5*l.FileBytes, 5*l.UnpackedBytes, 8*l.TextBytes
	l.Rows, l.Cells = 200_000, 2_000_000
	return l
}

// tablesAt reads the workbook at a path; messages call it name.
func tablesAt(path, name string) ([]scheme.Table, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	book, findings, err := sheet.Open(path, officeLimits())
	if err != nil {
		return nil, err
	}
	if book == nil {
		var faults scheme.Faults
		for _, f := range findings {
			// The finding's own words are for the sender of a return.
			faults = append(faults, scheme.Fault{Sheet: name, Message: finding.Catalogue[f.Code].Name + "，无法读取。",
				Hint: "请用 Excel 或 WPS 打开，另存为 .xlsx，文件名不变。"})
		}
		return nil, faults
	}
	return scheme.FromWorkbook(book), nil
}

// snapshot keeps the tables that this run judges by, under their digest.
func (o *Office) snapshot(ctx context.Context, kind, digest string, tables []scheme.Table) error {
	if last, err := o.ledger.InForce(ctx, kind); err != nil || last == digest {
		return err
	}
	content, err := json.Marshal(tables)
	if err != nil {
		return err
	}
	return o.ledger.Snapshot(ctx, kind, digest, content, o.Now)
}
