package templates

import _ "embed" // the sample year's answers

// SampleAnswers says what the sample year's task forces write about their open
// supervision items: 督查编号, then cells 字段=值.
//
//go:embed sample/answers.tsv
var SampleAnswers string

// SampleRegister is what the office enters into its register in the course of
// the sample year: 登记时间 (RFC 3339), 表, then cells 列=值. A value @CODE is the
// number of the task force's open item of that 督查编号. A row that agrees with
// one entered before in every cell that both fill completes it. 表 签发 is no sheet but the
// act of making a quarter's 公示稿 final.
//
//go:embed sample/register.tsv
var SampleRegister string
