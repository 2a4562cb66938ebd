package supervise

import (
	"fmt"
	"strings"
	"text/template"

	"tongbao/ingest/exact"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
)

// Functions are what 事项表述 and 整改要求 may call beside the names that
// conditions use: {{小数 1 (绝对值 .指标.签约金额.差距)}} prints 37.5.
var Functions = template.FuncMap{
	"小数":  func(places int, n formula.Num) string { return n.Fixed(places) },
	"绝对值": absolute,
	"百分比": func(places int, n formula.Num) string { return n.Mul(exact.Int(100)).Fixed(places) + "%" },
}

func absolute(n formula.Num) formula.Num {
	if n.Sign() < 0 {
		return formula.Num{Num: n.Neg(), From: n.From}
	}
	return n
}

// words fills in the wording of a new item.
func (d *docket) words(row *scheme.Supervision, c *Case) (text, demand string, err error) {
	env, err := d.env(c, nil)
	if err != nil {
		return "", "", err
	}
	if text, err = fill(row.Text, env); err == nil {
		demand, err = fill(row.Demand, env)
	}
	if err != nil {
		err = fmt.Errorf("supervise: 督查“%s”的表述 of %s: %w", row.Code, c.TaskForce.Code, err)
	}
	return text, demand, err
}

func fill(wording string, env formula.Record) (string, error) {
	t, err := template.New("").Funcs(Functions).Option("missingkey=error").Parse(wording)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	err = t.Execute(&b, map[string]any(env))
	return b.String(), err
}
