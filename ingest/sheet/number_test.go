package sheet

import (
	"testing"

	"tongbao/ingest/exact"
)

// What the writer meant by the digits in the file. The 17-digit forms are
// what Excel stores for the numbers on the right.
func TestDecimalOf(t *testing.T) {
	for raw, want := range map[string]string{
		"30": "30", "3.20": "3.2", "-0.5": "-0.5", "+4": "4", ".5": "0.5", "5.": "5", "-0": "0", " 7 ": "7",
		"0.30000000000000004":        "0.3", // 0.1+0.2
		"3.2000000000000002":         "3.2",
		"1.1000000000000001":         "1.1",
		"0.28999999999999998":        "0.29",
		"4.3499999999999996":         "4.35",
		"11.299999999999999":         "11.3",
		"1E-4":                       "0.0001",
		"1.5E+3":                     "1500",
		"8.9099999999999995E-2":      "0.0891",
		"123456789012345":            "123456789012345",  // 15 digits stay
		"1234567890123456":           "1234567890123460", // Excel shows 15
		"0.33333333333333331":        "0.333333333333333",
		"1.00000000000000000000001":  "1",
		"100000000000000000000":      "100000000000000000000",
		"0.0000000000000000000000e5": "0",
	} {
		got, ok := decimalOf(raw)
		if !ok || got.String() != want {
			t.Errorf("decimalOf(%q) = %s %v, want %s", raw, got, ok, want)
		}
	}
	for _, raw := range []string{"", "-", ".", "1e", "e5", "1e99999", "0x10", "inf", "NaN", "1,000", "1_000", "１", "1 2", "--1", "1e5.5", "1e+-5"} {
		if got, ok := decimalOf(raw); ok {
			t.Errorf("decimalOf(%q) = %s, want a refusal", raw, got)
		}
	}
}

// Days worked out with `date -d '1899-12-30 +N days'`; 1 to 60 by the table of
// the format's standard (ECMA-376 part 1, 18.17.4.1).
func TestDateOf(t *testing.T) {
	for _, c := range []struct {
		serial string
		is1904 bool
		want   string // "" is no day
	}{
		{"1", false, "1900-01-01"}, {"59", false, "1900-02-28"}, {"60", false, ""}, {"61", false, "1900-03-01"},
		{"45174", false, "2023-09-05"}, {"45174.999", false, "2023-09-05"}, {"45291", false, "2023-12-31"}, {"45351", false, "2024-02-29"},
		{"0", false, ""}, {"-1", false, ""}, {"2958465", false, "9999-12-31"}, {"2958466", false, ""},
		{"0", true, "1904-01-01"}, {"43712", true, "2023-09-05"}, {"2957003", true, "9999-12-31"}, {"2957004", true, ""}, {"-1", true, ""},
	} {
		day, ok := DateOf(exact.MustParse(c.serial), c.is1904)
		if day.String() != c.want || ok != (c.want != "") {
			t.Errorf("DateOf(%s, 1904 %v) = %s %v, want %s", c.serial, c.is1904, day, ok, c.want)
		}
	}
}

func TestIsDateFormat(t *testing.T) {
	for _, code := range []string{"yyyy/m/d", `yyyy"年"m"月"d"日";@`, "m/d", "d-mmm", "mmm-yy", "[$-804]yyyy年m月d日", "[$-F800]dddd, mmmm dd, yyyy", "yyyy-mm-dd hh:mm:ss", "[DBNum1][$-804]yyyy\"年\"m\"月\"", "e/m/d", "m", `yyyy\-mm\-dd`, "YYYY.M.D", "aaaa d"} {
		if !isDateFormat(code) {
			t.Errorf("%s is a date format", code)
		}
	}
	for _, code := range []string{"General", "G/通用格式", "0.00", "#,##0.0000_ ", "0.00E+00", "0%", "h:mm", "mm:ss", "[h]:mm:ss", "@", `0"亿元"`, `0.0"days"`, `#,##0\d`, "[Red]-0", `0!.0,"万"`, "", `0_d`, "[=1]\"m\";0"} {
		if isDateFormat(code) {
			t.Errorf("%s is no date format", code)
		}
	}
}

func TestUnescapeBStr(t *testing.T) {
	for in, want := range map[string]string{"a_x000D_b": "a\rb", "_x005F_x000D_": "_x000D_", "_xD83D__xDE00_": "😀", "_xD83D_a": "a", "_xZZZZ_": "_xZZZZ_", "_x00": "_x00", "plain": "plain"} {
		if got := unescapeBStr(in); got != want {
			t.Errorf("unescapeBStr(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestRefs(t *testing.T) {
	for ref, want := range map[string][2]int{"A1": {1, 1}, "F7": {6, 7}, "Z9": {26, 9}, "AA10": {27, 10}, "XFD1048576": {16384, 1048576}} {
		if col, row := ParseRef(ref); col != want[0] || row != want[1] || Ref(col, row) != ref {
			t.Errorf("ParseRef(%s) = %d, %d and back %s", ref, col, row, Ref(col, row))
		}
	}
	for _, ref := range []string{"", "A", "7", "A0", "a1", "A01", "$A$1", "AAAA1", "A12345678", "A1B", "Ａ1"} {
		if col, row := ParseRef(ref); col != 0 || row != 0 {
			t.Errorf("ParseRef(%q) = %d, %d, want none", ref, col, row)
		}
	}
}
