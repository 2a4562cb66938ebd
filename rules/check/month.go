package check

import (
	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/rules/scheme"
)

// Month asks whether a return of that task force and month is wanted as of
// today: not before the scheme's 启用月 (F-EARLY), not before the month has
// begun (F-FUTURE; a warning in its first half, when last month's form was
// probably meant, a notice towards its end), not outside the task force's own
// time (F-CLOSED).
func Month(s *scheme.Scheme, tf *scheme.TaskForce, r *ingest.Return, today ingest.Date) (list finding.List) {
	report := func(code string, level finding.Level, message, hint string) {
		list = append(list, finding.Finding{Code: code, Level: level, Value: r.Period.Chinese(), Message: message, Hint: hint})
	}
	const again = "请核对封面的报告月份，勿在其他月份的月报表上直接修改。"
	open := ingest.Period{}
	switch first := s.Settings.FirstMonth; {
	case first != open && r.Period.Before(first):
		report("F-EARLY", finding.Error, "报告月份"+r.Period.Chinese()+"早于启用月"+first.Chinese()+"。", again)
	case today.Period().Before(r.Period):
		report("F-FUTURE", finding.Error, "报告月份"+r.Period.Chinese()+"还没有到，今天是"+today.Chinese()+"。", again)
	case today.Period() == r.Period && today != r.Period.Last():
		level := finding.Notice
		if today.Day <= 15 {
			level = finding.Warning
		}
		report("F-FUTURE", level, r.Period.Chinese()+"尚未结束，今天是"+today.Chinese()+"。", "本月余下时间如有新增，请重新报送。")
	}
	if tf == nil {
		return list
	}
	switch {
	case tf.From != open && r.Period.Before(tf.From):
		report("F-CLOSED", finding.Error, tf.Name+"自"+tf.From.Chinese()+"起报送，不需报送"+r.Period.Chinese()+"。", again)
	case tf.To != open && tf.To.Before(r.Period):
		report("F-CLOSED", finding.Error, tf.Name+"报送至"+tf.To.Chinese()+"为止，不需报送"+r.Period.Chinese()+"。", again)
	}
	return list
}
