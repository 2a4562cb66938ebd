package office

import (
	"strconv"
	"time"

	"tongbao/ingest/inbox"
	"tongbao/ingest/sheet"
)

// setting is a whole number of 设置, a fallback where it is blank. The loader
// has refused what is no number.
func (o *Office) setting(name string, fallback int) int {
	n, err := strconv.Atoi(o.scheme.Settings.Other[name])
	if err != nil {
		return fallback
	}
	return n
}

// limits bound the workbooks that are taken in.
func (o *Office) limits() sheet.Limits {
	l := sheet.DefaultLimits
	l.FileBytes = int64(o.setting("单个文件上限", int(l.FileBytes>>20))) << 20
	l.Rows = o.setting("工作表行数上限", l.Rows)
	return l
}

// policy takes complete files at once, since the one who runs a verb has put
// them there; a watcher lets them settle first. A workbook without its end is
// waited for either way.
func (o *Office) policy() inbox.Policy {
	p := inbox.Standard(time.Now()) // the clock that stamps files, never the run's
	p.Patience = time.Duration(o.setting("残缺文件时限", int(p.Patience/time.Minute))) * time.Minute
	p.Settle = 0
	if o.watching {
		p.Settle = time.Duration(o.setting("文件稳定时间", 2)) * time.Second
	}
	return p
}
