package office

import (
	"tongbao/ingest"
	"tongbao/rules/scheme"
)

// officeTexts are the office's own paragraphs for a month's circular.
func (o *Office) officeTexts(period ingest.Period) []scheme.MonthText {
	var list []scheme.MonthText
	for _, t := range o.register.Texts {
		if t.Period == period {
			list = append(list, t)
		}
	}
	return list
}
