package templates

import _ "embed" // the sample year's answers

// SampleAnswers says what the sample year's task forces write about their open
// supervision items: 督查编号, then cells 字段=值.
//
//go:embed sample/answers.tsv
var SampleAnswers string
