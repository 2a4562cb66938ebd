package read

import (
	"fmt"
	"regexp"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/ingest/sheet"
)

// number reads an amount or a count into the field's unit.
func (s *slot) number() ingest.Value {
	a, ok := s.amount()
	if !ok {
		return ingest.Value{Kind: ingest.Bad}
	}
	if !a.unitStated && s.unit == "" {
		if v, doubtful := s.doubtUnit(a.num); doubtful {
			return v
		}
	}
	if s.field.Type == form.Integer && a.num.Places() != 0 {
		return s.bad("T-INT", "", fmt.Sprintf("%s不是整数。", s.quoted()), "本列为个数，请填写整数，如 3。")
	}
	if a.unitStated && a.num.Sign() != 0 && a.num.Round(s.field.Decimals).Sign() == 0 { // 3.2元 in a column of 亿元
		return s.bad("T-UNIT", "", fmt.Sprintf("%s折合%s%s，过小，疑似单位有误。", s.quoted(), a.num, s.field.Unit), "请核对单位，本列"+s.unitPhrase()+"。")
	}
	if shown := fewerPlaces(s.cell); shown != "" {
		s.findings = append(s.findings, finding.Finding{Code: "T-FIX", Level: finding.Notice, Place: s.at, Value: s.cell.Text(), Expected: s.cell.Num.String(),
			Message: fmt.Sprintf("单元格显示为%s，保存的是%s，已按保存的数读取。", shown, s.cell.Num), Hint: "应为显示的数的，请直接填写该数。"})
	}
	if len(a.reasons) > 0 {
		s.fixed(a.num.String()+s.field.Unit, strings.Join(a.reasons, "、"), a.converted)
	}
	if s.field.Type == form.Decimal && a.num.Places() > s.field.Decimals {
		s.tooFine(a.num)
	}
	return ingest.Value{Kind: ingest.Number, Num: a.num}
}

// tooFine asks about more decimals than the column takes; what rounding would
// make nothing of gets no proposal.
func (s *slot) tooFine(n exact.Num) {
	rounded, hint := n.Fixed(s.field.Decimals), "请核对后填写。"
	if n.Round(s.field.Decimals).Sign() == 0 {
		rounded = ""
	} else {
		hint = fmt.Sprintf("请核对后填写，如四舍五入为%s。", rounded)
	}
	s.bad("T-DECIMALS", rounded, fmt.Sprintf("“%s”有%d位小数，本列最多%d位。", n, n.Places(), s.field.Decimals), hint)
}

// amount is a number as read, before it is judged.
type amount struct {
	num        exact.Num
	unitStated bool     // the cell itself names a unit
	converted  bool     // the number is another than the digits typed
	reasons    []string // why it was read differently from how it was typed
}

// amount reads the cell; ok is false when a finding was made instead.
func (s *slot) amount() (a amount, ok bool) {
	a, fault := amountOf(s.field, s.cell, s.unit)
	switch fault.kind {
	case noFault:
		return a, true
	case percentFault:
		s.bad("T-UNIT", "", fmt.Sprintf("%s是百分数，本列%s。", fault.shown, s.unitPhrase()), "请按本列单位填写数值。")
	case dateFault:
		s.bad("T-NUM", "", fmt.Sprintf("%s是日期，不是数。", s.quoted()), "请将单元格格式改为“数值”后重新填写。")
	case currencyFault:
		s.bad("T-UNIT", "", fmt.Sprintf("%s是外币，本列%s，不能直接折算。", s.quoted(), s.unitPhrase()), "请按合同约定折合人民币后填写数值，折算依据写在备注栏。")
	case rangeFault:
		s.bad("T-NUM", "", fmt.Sprintf("%s是一个范围，本列只填一个数。", s.quoted()), "请填写确切的数值，如 3.2；情况请写在说明栏。")
	case splitFault:
		s.bad("T-NUM", "", fmt.Sprintf("%s的数字中间有空格或换行，不知是一个数还是几个数。", s.quoted()), "请只填一个数，中间不要空格和换行，如 3.2。")
	case wordsFault:
		s.propose(fault, "不是阿拉伯数字写的数。")
	case remarkFault:
		s.propose(fault, "除了数值还有说明文字。")
	case formatFault:
		s.bad("T-UNIT", "", fmt.Sprintf("%s所设的单元格格式使它显示为别的数、单位或约数，无法确定所指的数值。", s.quoted()), "请将单元格格式改为“常规”后重新填写，本列"+s.unitPhrase()+"。")
	case unitFault:
		s.bad("T-UNIT", "", fmt.Sprintf("%s的单位“%s”与本列不符，本列%s。", s.quoted(), fault.shown, s.unitPhrase()), "请换算成本列单位，只填数值。")
	case roughFault:
		s.bad("T-NUM", "", fmt.Sprintf("%s不是确切的数。", s.quoted()), "请填写确切的数值，如 3.2；情况请写在说明栏。")
	case commaFault:
		s.bad("T-NUM", "", fmt.Sprintf("%s中的逗号位置不对，无法确定数值。", s.quoted()), "小数请用“.”，千位分隔可以不写，如 1234.5。")
	default:
		s.bad("T-NUM", "", fmt.Sprintf("%s不是数。", s.quoted()), "请只填数值，如 3.2；没有请留空。")
	}
	return a, false
}

// propose asks about an amount that is not written as a number should be, with
// the number where only one can be meant.
func (s *slot) propose(fault amountFault, problem string) {
	n := fault.proposal
	if n == nil || n.Places() > s.field.Decimals || s.field.Type == form.Integer && n.Places() > 0 {
		s.bad("T-NUM", "", s.quoted()+problem, "请只填数值，如 3.2，说明文字写在备注栏。")
		return
	}
	s.bad("T-NUM", n.String(), s.quoted()+problem, fmt.Sprintf("是否为%s%s？如是，请填%s。", n, s.field.Unit, n))
}

func (s *slot) unitPhrase() string {
	if s.field.Unit == "" {
		return "没有单位"
	}
	return "单位为" + s.field.Unit
}

// quietNumber reads a number without reporting anything: for total rows.
func quietNumber(f form.Field, c sheet.Cell, unit string) (exact.Num, bool) {
	if blank(c.Value) {
		return exact.Num{}, false
	}
	a, fault := amountOf(f, c, unit)
	return a.num, fault.kind == noFault
}

type faultKind int

const (
	noFault faultKind = iota
	numberFault
	percentFault
	dateFault
	unitFault
	roughFault
	commaFault
	currencyFault
	rangeFault
	wordsFault
	remarkFault
	formatFault
	splitFault
)

type amountFault struct {
	kind     faultKind
	shown    string
	proposal *exact.Num // what was meant, where only one number can be
}

// amountOf reads a cell as a number in the field's unit. unit is what the
// workbook states for the column where that differs.
func amountOf(f form.Field, c sheet.Cell, unit string) (a amount, fault amountFault) {
	switch {
	case c.IsDate:
		return a, amountFault{kind: dateFault}
	case c.Type == sheet.Number:
		a.num = c.Num
		as := shownBy(c.Format, c.Num)
		switch {
		case strings.Contains(as.code, "%"):
			hundred := c.Num.Mul(exact.Int(100))
			if f.Unit != "%" {
				return a, amountFault{kind: percentFault, shown: hundred.String() + "%"}
			}
			a.num = hundred
			a.unitStated = true
		case f.Unit != "":
			if a, fault = asShown(a, as, f.Unit); fault.kind != noFault {
				return a, fault
			}
		case as.otherNumber(c.Num):
			return a, amountFault{kind: formatFault}
		}
	case c.Type == sheet.Text:
		if a, fault = parseAmount(c.Value, f.Unit); fault.kind != noFault {
			if unit != "" {
				fault.proposal = nil // which unit would hold for it?
			}
			return a, fault
		}
	default:
		return a, amountFault{kind: numberFault}
	}
	if unit != "" && !a.unitStated {
		factor, _ := scaleTo(unit, f.Unit)
		a.num, a.converted = a.num.Mul(factor), true
		a.reasons = append(a.reasons, fmt.Sprintf("表中注明单位为%s，已换算为%s", unit, f.Unit))
	}
	return a, amountFault{}
}

var (
	plainNumber   = regexp.MustCompile(`^-?(\d+)(\.\d+)?$`)
	groupedNumber = regexp.MustCompile(`^-?\d{1,3}(,\d{3})+(\.\d+)?$`)
	numberPrefix  = regexp.MustCompile(`^[+-]?[\d.,]*`)
	roughWords    = regexp.MustCompile(`^(约|近|超|逾|大约|大概|不足|至少|不少于|不低于|数|几|若干|上)|(左右|多|余|以上|以下|上下|几)`)
	amountRange   = regexp.MustCompile(`[\d一二三四五六七八九十百千万亿元]\D{0,3}[-~—至到]+[\d一二三四五六七八九十]`)
	foreign       = regexp.MustCompile(`(?i)美元|美金|欧元|港元|港币|日元|英镑|韩元|\$|€|£|USD|EUR|HKD|JPY|GBP`)
	remark        = regexp.MustCompile(`^(.+?)[(\[【](.+)[)\]】]$`)
	innerBlank    = regexp.MustCompile(`\d[\s\p{Z}]+\d`)
	blankGroups   = regexp.MustCompile(`^\D*\d{1,3}([ \x{a0}\x{2009}\x{202f}]\d{3})+(\.\d+)?\D*$`)
	latin         = regexp.MustCompile(`[A-Za-z]`)
	scaleWord     = regexp.MustCompile(`[十百千万亿]`)
)

// asShown takes the unit that a cell's number format writes behind the number
// (500 shown as 500万元): it is what the sender sees. A format that shows a
// foreign currency, or moves the decimal point, is asked about.
func asShown(a amount, as shown, unit string) (amount, amountFault) {
	shown := strings.Trim(strings.NewReplacer("¥", "", "￥", "", "人民币", "", "RMB", "", "CNY", "").Replace(as.literals()), " ()（）")
	factor, known := scaleTo(shown, unit)
	switch {
	case foreign.MatchString(as.literals() + as.code):
		return a, amountFault{kind: currencyFault}
	case as.otherNumber(a.num), !known && (scaleWord.MatchString(shown) || latin.MatchString(shown) || strings.ContainsAny(shown, "%％‰")):
		return a, amountFault{kind: formatFault}
	case shown == "" || !known:
		return a, amountFault{}
	case factor.Cmp(exact.Int(1)) == 0: // says the form's own unit, whatever the header says
		a.unitStated = true
		return a, amountFault{}
	}
	a.num, a.unitStated, a.converted = a.num.Mul(factor), true, true
	a.reasons = append(a.reasons, "单元格显示的单位为"+shown+"，已换算为"+unit)
	return a, amountFault{}
}

// parseAmount reads what people type for a number; what is no plain number
// with a unit is looked at once more for what was meant, to ask better.
func parseAmount(typed, unit string) (amount, amountFault) {
	a, fault := plainAmount(typed, unit)
	if fault.kind != numberFault && fault.kind != unitFault {
		return a, fault
	}
	text := squeeze(narrow(typed))
	if foreign.MatchString(text) {
		return a, amountFault{kind: currencyFault}
	}
	if amountRange.MatchString(text) {
		return a, amountFault{kind: rangeFault}
	}
	if n, ok := inWords(text, unit); ok {
		return a, amountFault{kind: wordsFault, proposal: &n}
	}
	if m := remark.FindStringSubmatch(text); m != nil {
		if inner, bad := plainAmount(m[1], unit); bad.kind == noFault {
			return a, amountFault{kind: remarkFault, proposal: &inner.num}
		}
	}
	return a, fault
}

// plainAmount reads full-width digits, thousands separators, blanks, a unit.
func plainAmount(typed, unit string) (a amount, fault amountFault) {
	text := strings.NewReplacer("−", "-", "–", "-", "，", ",").Replace(narrow(typed))
	if text != typed {
		a.reasons = append(a.reasons, "全角字符改为半角")
	}
	if t := strings.TrimSpace(text); innerBlank.MatchString(t) && !blankGroups.MatchString(t) {
		return a, amountFault{kind: splitFault}
	}
	if t := squeeze(text); t != text {
		text = t
		a.reasons = append(a.reasons, "去掉空格和不可见字符")
	}
	for _, mark := range []string{"人民币", "¥", "￥", "RMB", "rmb", "CNY"} {
		if strings.HasPrefix(text, mark) {
			text = strings.TrimPrefix(text, mark)
			a.reasons = append(a.reasons, "去掉货币符号")
		}
	}
	if roughWords.MatchString(text) {
		return a, amountFault{kind: roughFault}
	}
	digits := numberPrefix.FindString(text)
	suffix := strings.TrimSuffix(strings.Trim(text[len(digits):], "()"), "人民币")
	digits = strings.TrimPrefix(digits, "+")
	switch {
	case groupedNumber.MatchString(digits):
		digits = strings.ReplaceAll(digits, ",", "")
		a.reasons = append(a.reasons, "去掉千位分隔符")
	case strings.Contains(digits, ","):
		return a, amountFault{kind: commaFault}
	case strings.HasPrefix(digits, "."):
		digits = "0" + digits
		a.reasons = append(a.reasons, "补上整数位0")
	}
	if !plainNumber.MatchString(digits) {
		return a, amountFault{kind: numberFault}
	}
	n, err := exact.Parse(digits)
	if err != nil {
		return a, amountFault{kind: numberFault}
	}
	a.num = n
	if suffix != "" {
		return withUnit(a, suffix, unit)
	}
	if len(a.reasons) == 0 {
		a.reasons = append(a.reasons, "文本格式的数按数值读取")
	}
	return a, amountFault{}
}

func withUnit(a amount, suffix, unit string) (amount, amountFault) {
	factor, known := scaleTo(suffix, unit)
	if unit == "人" && (suffix == "名" || suffix == "位") {
		factor, known = exact.Int(1), true
	}
	if !known && (len([]rune(suffix)) > 6 || strings.ContainsAny(suffix, "0123456789")) {
		return a, amountFault{kind: numberFault} // 4人+2人: words, no unit
	}
	if !known {
		return a, amountFault{kind: unitFault, shown: suffix}
	}
	a.unitStated = true
	a.num = a.num.Mul(factor)
	if factor.Cmp(exact.Int(1)) == 0 {
		a.reasons = append(a.reasons, "去掉单位")
	} else {
		a.reasons = append(a.reasons, suffix+"换算为"+unit)
	}
	a.converted = suffix != fold(unit)
	return a, amountFault{}
}

// scales are the Chinese multiples that a unit may begin with, longest first.
var scales = []struct {
	word   string
	factor exact.Num
}{
	{"万亿", exact.MustParse("1000000000000")}, {"百亿", exact.MustParse("10000000000")}, {"十亿", exact.MustParse("1000000000")}, {"亿", exact.MustParse("100000000")},
	{"千万", exact.MustParse("10000000")}, {"百万", exact.MustParse("1000000")}, {"十万", exact.MustParse("100000")}, {"万", exact.MustParse("10000")}, {"千", exact.MustParse("1000")}, {"百", exact.MustParse("100")},
}

// splitUnit cuts 亿元 into 10^8 and 元.
func splitUnit(unit string) (factor exact.Num, base string) {
	for _, s := range scales {
		if strings.HasPrefix(unit, s.word) {
			return s.factor, strings.TrimPrefix(unit, s.word)
		}
	}
	return exact.Int(1), unit
}

// scaleTo is what a number in one unit is multiplied with to be in another;
// known is false where the two measure different things. 亿 alone means 亿 of
// whatever the field counts.
func scaleTo(from, to string) (factor exact.Num, known bool) {
	from, to = fold(from), fold(to)
	if from == to && to != "" {
		return exact.Int(1), true
	}
	f1, base1 := splitUnit(from)
	f2, base2 := splitUnit(to)
	if base1 != base2 && (base1 != "" || from == "") || to == "" || to == "%" || base2 == "" {
		return exact.Num{}, false
	}
	return f1.Quo(f2), true
}

// tooMuch is the sum beyond which an amount without a unit is doubted where
// the form sets no 最大: 1000亿元, in 元.
var tooMuch = exact.MustParse("100000000000")

// doubtUnit asks about a sum that is beyond all bounds in the column's unit
// and plausible in a smaller one: 30000 in a column of 亿元.
func (s *slot) doubtUnit(n exact.Num) (v ingest.Value, doubtful bool) {
	scale, base := splitUnit(s.field.Unit)
	if base != "元" {
		return v, false
	}
	bound := tooMuch.Quo(scale)
	if s.field.Max != nil {
		bound = *s.field.Max
	}
	if n.Cmp(bound) <= 0 {
		return v, false
	}
	for _, small := range []string{"万元", "元"} {
		factor, _ := scaleTo(small, s.field.Unit)
		meant := n.Mul(factor)
		if factor.Cmp(exact.Int(1)) >= 0 || meant.Cmp(bound) > 0 {
			continue
		}
		return s.askUnit(n, meant, small), true
	}
	return v, false
}

func (s *slot) askUnit(n, meant exact.Num, small string) ingest.Value {
	unit := s.field.Unit
	message := fmt.Sprintf("%s疑似%s：本列单位为%s，折合%s%s。", s.quoted(), small, unit, meant, unit)
	hint := fmt.Sprintf("确为%s%s请填%s。", meant, unit, meant)
	if s.field.Max != nil { // no explanation would get a sum beyond it accepted
		hint = fmt.Sprintf("确为%s%s请填%s；本列最大为%s%s。", meant, unit, meant, *s.field.Max, unit)
		return s.bad("T-UNIT", meant.String(), message, hint)
	}
	if answers := s.answerSheet(); answers != "" {
		hint = fmt.Sprintf("确为%s%s请填%s；确为%s%s请在“%s”中说明。", meant, unit, meant, n, unit, answers)
	}
	if s.explained["T-UNIT "+foldPlace(s.at.String())] {
		s.findings = append(s.findings, finding.Finding{Code: "T-UNIT", Level: finding.Warning, Place: s.at, Value: s.cell.Text(), Expected: meant.String(), Message: message, Hint: fmt.Sprintf("已有说明，按%s%s读取。", n, unit)})
		return ingest.Value{Kind: ingest.Number, Num: n}
	}
	return s.bad("T-UNIT", meant.String(), message, hint)
}

// answerSheet is the sheet in which the sender answers findings, "" when the
// form has none.
func (r *reader) answerSheet() string {
	for _, fs := range r.form.Sheets {
		if fs.With(form.AnswerText) != nil {
			return fs.Name
		}
	}
	return ""
}
