// Package facts turns returns into what the expressions of a scheme can speak
// about: the names and their types when a scheme is loaded, the values when it
// judges. Both are made here, side by side, so that they cannot disagree.
//
// Names (all 字段 and 工作表 are the office's own):
//
//	everywhere     月初 月末 季初 年初 年末 (days), 年度 月份 已过月数 (numbers),
//	               专班.代码 .名称 .类别 .牵头单位 .招商方向 .地区 (text), 口径.<事项>,
//	               各阶段.<阶段> (number, its place in the order of stages)
//	rules          专班.目标.<代码> what the year's target asks for (missing
//	               where none is set); 上年.<工作表> rows of the reporting year
//	               before
//	rule on a sheet  the row's fields; 上期.<字段> the same project as last
//	               known before this row, with 上期.阶段序号; 有上期
//	rule on all    <工作表> this return's rows (a name-value sheet: its record);
//	               本月无.<工作表> (truth)
//	rules, figures 本月.<工作表> rows of the month; 累计.<工作表> of the
//	               reporting year to date; 往月.<工作表> of earlier months;
//	               首次.<工作表>, 最新.<工作表> one row a project: the first,
//	               and the latest known; 项目 one row a project, fields of all
//	               sheets merged, latest known
//	judgements     指标.<代码>.实际 .目标 .应达 .完成率 .差距 .达标; 报送.状态
//	               .本季应报 .本季迟报 .本季缺报 .本季退回 (months of the
//	               quarter so far); 督办.未结 .逾期 .答复 (answers to the judged
//	               item) .所属月 .所属月末 .所属季 (days: first and last of the month, first of
//	               the quarter, that the judged item is about; missing where none is judged);
//	               成员名册 the task force's roster; 应配人员 one row a member unit
//	               and 人员类别 that it must provide, as of the month's end (staff.go);
//	               豁免 one row a waived rule and month: 规则编号 项目编号 报告月 (waived.go)
//
// Every row of a list also has 报告月 (day, first of the reported month),
// 阶段序号 (number, 1-based place in the stage order; the terminal stage comes
// after all others) and 已终止 (truth: the project is terminated as last known)
// where its sheet has a project. An office's own 字段 of such a name hides it.
//
// What is last known. 上期 looks at earlier months only, never at other rows of
// the same return. Values come from the row reported last, of one month the
// one with the later event; blank fields are filled from rows before it. The
// stage comes from the row whose event is latest, so that a 补报 of an earlier
// event does not move a project back (row.go: attested).
package facts

import "tongbao/ingest"

// History gives the accepted returns that a judgement looks back on.
type History interface {
	// Accepted returns the accepted version of each month from..to for one
	// task force, oldest first; months without one are absent.
	Accepted(taskForce string, from, to ingest.Period) ([]*ingest.Return, error)
}
