package check_test

import (
	"slices"
	"testing"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/rules/check"
	"tongbao/rules/facts"
	"tongbao/rules/scheme"
)

// August is corrected after September and October were accepted. What it makes
// wrong with them is told at its own cell, once a rule, naming theirs; what it does
// not make wrong is not.
func TestACorrectionIsHeldAgainstLaterMonths(t *testing.T) {
	same := scheme.Rule{Code: "R-1", Sheet: "合同", Field: "合同额", Level: string(finding.Warning), Message: "合同额{{.合同额}}与以前不同。",
		Source: "none(往月.合同, .编号 == 编号 and .合同额 != 合同额)"}
	once := scheme.Rule{Code: "R-2", Sheet: "合同", Field: "签日", Message: "{{.签日}}已填报过。",
		Source: "none(往月.合同, .编号 != 编号 and .签日 == 签日)"}
	// What repeats an old day must repeat it as it was: neither month alone can
	// change it.
	asBefore := scheme.Rule{Code: "R-3", Sheet: "合同", Field: "签日", Message: "签日{{.签日}}不在本月。",
		Source: "签日 >= 月初 or 有上期 and 上期.签日 == 签日"}
	s := county(t, same, once, asBefore)
	august := ret(t, "2023-08", cover, "合同 编号=P1 合同额=3 签日=2023-08-15")
	september := ret(t, "2023-09", cover, "合同 编号=P1 合同额=3 签日=2023-08-15", "合同 编号=P2 合同额=1 签日=2023-09-20")
	october := ret(t, "2023-10", cover, "合同 编号=P1 合同额=3 签日=2023-08-15")
	later := func(months ...*ingest.Return) (list []check.Later) {
		for i, month := range months {
			list = append(list, check.Later{Return: month, Year: func(own *ingest.Return) *facts.Year {
				known := []*ingest.Return{august}
				if own != nil {
					known[0] = own
				}
				return facts.NewYear(s.Base(&s.TaskForces[0]), month.Period, append(slices.Clone(known), months[:i+1]...))
			}})
		}
		return list
	}
	told := func(r *ingest.Return) finding.List {
		return check.Contradicted(s, s.Forms[0], r, later(september, october), nil)
	}
	expect(t, told(august))
	expect(t, told(ret(t, "2023-08", cover, "合同 编号=P0 合同额=9 签日=2023-08-01", "合同 编号=P1 合同额=2.5 签日=2023-08-15")),
		"合同表!D6 警告 X-LATER 按本表，2023年9月月报表“合同表!D5”（2023年10月的月报表同样）不再符合R-1：合同额3与以前不同。")
	expect(t, told(ret(t, "2023-08", cover, "合同 编号=P1 合同额=3 签日=2023-08-15", "合同 编号=P3 合同额=1 签日=2023-09-20")),
		"合同表!F6 错误 X-LATER 按本表，2023年9月月报表“合同表!F6”不再符合R-2：2023年9月20日已填报过。")
	expect(t, told(ret(t, "2023-08", cover, "合同 编号=P1 合同额=3 签日=2023-08-16")),
		"合同表!F5 警告 X-LATER 按本表，2023年9月月报表“合同表!F5”不再符合R-3：签日2023年8月15日不在本月。")
	// Sent once more, it is told again, though the version that stands says the same.
	second := ret(t, "2023-08", cover, "合同 编号=P1 合同额=2.5 签日=2023-08-15")
	august = second
	expect(t, told(second),
		"合同表!D5 警告 X-LATER 按本表，2023年9月月报表“合同表!D5”（2023年10月的月报表同样）不再符合R-1：合同额3与以前不同。")
	waived := []scheme.Waiver{{TaskForce: "A", Rule: "R-1", Reason: "合同已变更", ApprovedBy: "办公室主任"}}
	expect(t, check.Contradicted(s, s.Forms[0], ret(t, "2023-08", cover, "合同 编号=P1 合同额=2.5 签日=2023-08-15"), later(september, october), waived))
}
