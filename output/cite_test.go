package output

import (
	"testing"

	"tongbao/rules/scheme"
)

func TestAClauseIsCitedInFull(t *testing.T) {
	r := &reader{scheme: &scheme.Scheme{Settings: scheme.Settings{NoticeTitle: "《示例“6+6”办法》（示政办发〔2022〕38号）"}}}
	for basis, want := range map[string]string{
		"三（二）":            "《示例“6+6”办法》第三部分第（二）项",
		"三（一）；标准为建议稿":     "《示例“6+6”办法》第三部分第（一）项；标准为建议稿",
		"一（二）组成人员；天数为建议稿": "《示例“6+6”办法》第一部分第（二）项“组成人员”；天数为建议稿",
		"一（二）6":           "《示例“6+6”办法》第一部分第（二）项第6目",
		"建议稿":             "建议稿",
		"":                "",
	} {
		if got := r.citedInFull(basis); got != want {
			t.Errorf("%s: %s, want %s", basis, got, want)
		}
	}
}
