package main

import (
	"math/big"
	"regexp"
	"strings"
	"testing"
)

// rat reads a plain decimal.
func rat(t *testing.T, s string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(s)
	if !ok || strings.ContainsAny(s, "eE/_xX") {
		t.Fatalf("%q is no plain decimal", s)
	}
	return r
}

func whole(n int) *big.Rat { return big.NewRat(int64(n), 1) }

// fixed prints to so many decimals, halves away from zero (四舍五入).
func fixed(r *big.Rat, places int) string {
	s := r.FloatString(places)
	if strings.Trim(s, "-0.") == "" {
		s = strings.TrimPrefix(s, "-")
	}
	return s
}

// amount prints 亿元 or 万元: two decimals, up to four where they are needed.
func amount(r *big.Rat) string {
	s := fixed(r, 4)
	for strings.HasSuffix(s, "0") && len(s)-strings.Index(s, ".") > 3 {
		s = s[:len(s)-1]
	}
	return s
}

// short prints up to so many decimals and no idle zeros.
func short(r *big.Rat, places int) string {
	return strings.TrimSuffix(strings.TrimRight(fixed(r, places), "0"), ".")
}

func floor(r *big.Rat) *big.Rat {
	return new(big.Rat).SetInt(new(big.Int).Div(r.Num(), r.Denom()))
}

func add(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }
func sub(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }
func mul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func quo(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) }

// scoreFormula is a printed score line: min(26.00÷22.50,1.20)×25=28.89.
var scoreFormula = regexp.MustCompile(`^min\(([0-9.]+)÷([0-9.]+),([0-9.]+)\)×([0-9.]+)=([0-9.]+)$`)

// evaluate works a printed score line out from the digits that stand in it,
// as a pocket calculator would, and says what it prints as its result.
func evaluate(t *testing.T, formula string) (actual, expected, limit, weight, printed, worked string) {
	t.Helper()
	m := scoreFormula.FindStringSubmatch(formula)
	if m == nil {
		t.Fatalf("score line %q cannot be worked out", formula)
	}
	share := quo(rat(t, m[1]), rat(t, m[2]))
	if most := rat(t, m[3]); share.Cmp(most) > 0 {
		share = most
	}
	return m[1], m[2], m[3], m[4], m[5], fixed(mul(share, rat(t, m[4])), 2)
}

// The tools of the judge, judged by hand.
func TestJudgesArithmetic(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{fixed(rat(t, "9.375"), 2), "9.38"},
		{fixed(rat(t, "-9.375"), 2), "-9.38"},
		{fixed(rat(t, "9.3749"), 2), "9.37"},
		{fixed(rat(t, "-0.001"), 2), "0.00"},
		{amount(rat(t, "3.2")), "3.20"},
		{amount(rat(t, "3.2054")), "3.2054"},
		{amount(rat(t, "3.205")), "3.205"},
		{amount(rat(t, "30")), "30.00"},
		{short(rat(t, "20"), 2), "20"},
		{short(big.NewRat(80, 3), 2), "26.67"},
		{floor(big.NewRat(-4, 3)).RatString(), "-2"},
		{floor(big.NewRat(8, 3)).RatString(), "2"},
	} {
		if c.got != c.want {
			t.Errorf("got %s, want %s", c.got, c.want)
		}
	}
	if _, _, _, _, printed, worked := evaluate(t, "min(26.00÷22.50,1.20)×25=28.89"); printed != worked {
		t.Errorf("26 ÷ 22.5 × 25 is 28.888…, worked out as %s", worked)
	}
	if _, _, _, _, _, worked := evaluate(t, "min(39.00÷22.50,1.20)×15=99.99"); worked != "18.00" {
		t.Errorf("the cap holds 39 ÷ 22.5 at 1.2, so 18.00, worked out as %s", worked)
	}
}
