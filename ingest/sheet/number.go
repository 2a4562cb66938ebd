package sheet

import (
	"strconv"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/exact"
)

// decimalOf reads the stored value of a number cell as the decimal that its
// writer meant.
//
// A workbook stores binary64 written out with up to 17 digits, so 0.1+0.2
// stands in the file as 0.30000000000000004 and 3.2 sometimes as
// 3.2000000000000002. Excel itself shows and compares 15 significant digits.
// Hence: the nearest float64, printed shortest; where that needs more than 15
// significant digits, rounded to 15, which is what the person saw. A value
// typed with at most 15 digits always comes back unchanged.
func decimalOf(raw string) (exact.Num, bool) {
	raw = strings.TrimSpace(raw)
	if !isNumber(raw) {
		return exact.Num{}, false
	}
	f, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return exact.Num{}, false
	}
	shortest := strconv.FormatFloat(f, 'e', -1, 64)
	mantissa, _, _ := strings.Cut(shortest, "e")
	if digits := len(strings.Trim(mantissa, "-")) - strings.Count(mantissa, "."); digits > 15 {
		f, err = strconv.ParseFloat(strconv.FormatFloat(f, 'e', 14, 64), 64)
		if err != nil {
			return exact.Num{}, false
		}
	}
	plain := strconv.FormatFloat(f, 'f', -1, 64)
	if plain == "-0" {
		plain = "0"
	}
	n, err := exact.Parse(plain)
	return n, err == nil
}

// isNumber is the lexical form of xsd:double without INF and NaN: what a
// number cell may hold. strconv alone would take "0x1p3" and "inf" as well.
func isNumber(s string) bool {
	mantissa, exponent, scientific := strings.Cut(strings.ToLower(s), "e")
	if scientific {
		exponent = strings.TrimLeft(exponent[:min(1, len(exponent))], "+-") + exponent[min(1, len(exponent)):]
		if !digits(exponent) || len(exponent) > 4 {
			return false
		}
	}
	if mantissa != "" && (mantissa[0] == '-' || mantissa[0] == '+') {
		mantissa = mantissa[1:]
	}
	whole, frac, _ := strings.Cut(mantissa, ".")
	return len(mantissa) < 400 && whole+frac != "" && (whole == "" || digits(whole)) && (frac == "" || digits(frac))
}

func digits(s string) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}

// DateOf turns a date serial into a day; the time of day is cut off. In the
// 1900 system serial 60 is 29 February 1900, a day that never was and that
// Excel keeps for Lotus's sake: there is no Date for it. ok is false for it,
// for serials below the system's first day and after the year 9999.
func DateOf(serial exact.Num, date1904 bool) (day ingest.Date, ok bool) {
	const last1900, last1904 = 2958465, 2957003 // 31 December 9999
	whole := serial.Floor()
	if whole.Sign() < 0 || whole.Cmp(exact.Int(last1900)) > 0 {
		return ingest.Date{}, false
	}
	n, err := strconv.Atoi(whole.String())
	if err != nil {
		return ingest.Date{}, false
	}
	switch {
	case date1904 && n > last1904:
		return ingest.Date{}, false
	case date1904:
		return ingest.Date{Year: 1904, Month: 1, Day: 1}.AddDays(n), true
	case n == 0 || n == 60:
		return ingest.Date{}, false
	case n < 60:
		return ingest.Date{Year: 1899, Month: 12, Day: 31}.AddDays(n), true
	}
	return ingest.Date{Year: 1899, Month: 12, Day: 30}.AddDays(n), true
}

// isoDay reads what a cell of type "d" holds: 2023-09-05 with or without a
// time of day.
func isoDay(s string) (ingest.Date, bool) {
	s = strings.TrimSpace(s)
	if len(s) < 10 || len(s) > 10 && s[10] != 'T' && s[10] != ' ' {
		return ingest.Date{}, false
	}
	d, err := ingest.ParseDate(s[:10])
	return d, err == nil
}
