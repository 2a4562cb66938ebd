package supervise

import (
	"fmt"
	"strings"
	"text/template"

	"tongbao/rules/formula"
	"tongbao/rules/scheme"
)

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
	t, err := template.New("").Funcs(scheme.Functions).Option("missingkey=error").Parse(wording)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	err = t.Execute(&b, map[string]any(env))
	return b.String(), err
}
