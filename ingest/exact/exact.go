// Package exact holds the numbers of tongbao: exact rationals that print as
// plain decimals.
//
// A score decides whether a person is promoted, so no binary float ever takes
// part in one. Start at Parse and Num.Fixed. The package knows nothing of
// cells or units; rules/formula adds the cells a number rests on.
package exact

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
)

// Num is an exact rational number. The zero value is 0. A Num is immutable:
// every operation returns a new one.
type Num struct{ rat *big.Rat }

var zero = new(big.Rat)

func (n Num) value() *big.Rat {
	if n.rat == nil {
		return zero
	}
	return n.rat
}

// Int returns i as a Num.
func Int(i int64) Num { return Num{new(big.Rat).SetInt64(i)} }

// Parse reads a plain decimal such as "30", "-0.5" or "22.50". Exponents,
// fractions, signs other than a leading "-", blanks and separators are
// refused: what people write otherwise is the business of ingest/read.
func Parse(s string) (Num, error) {
	digits := strings.TrimPrefix(s, "-")
	whole, frac, dotted := strings.Cut(digits, ".")
	if whole == "" || dotted && frac == "" || !allDigits(whole) || !allDigits(frac) || len(s) > maxDigits {
		return Num{}, fmt.Errorf("exact: %q is not a plain decimal", s)
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return Num{}, fmt.Errorf("exact: %q is not a plain decimal", s)
	}
	return Num{r}, nil
}

// maxDigits bounds what Parse takes, so that a hostile cell cannot buy
// seconds of big-number arithmetic.
const maxDigits = 400

// MustParse is Parse for constants in code; it panics on a bad one.
func MustParse(s string) Num {
	n, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return n
}

func allDigits(s string) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

func (n Num) Add(m Num) Num { return Num{new(big.Rat).Add(n.value(), m.value())} }
func (n Num) Sub(m Num) Num { return Num{new(big.Rat).Sub(n.value(), m.value())} }
func (n Num) Mul(m Num) Num { return Num{new(big.Rat).Mul(n.value(), m.value())} }
func (n Num) Neg() Num      { return Num{new(big.Rat).Neg(n.value())} }

// Quo returns n ÷ m. It panics when m is zero; callers ask first.
func (n Num) Quo(m Num) Num { return Num{new(big.Rat).Quo(n.value(), m.value())} }

// Total adds up many numbers in place, which costs half of what as many Adds
// do. The zero value is an empty total.
type Total struct{ rat big.Rat }

// Add adds n to the total.
func (t *Total) Add(n Num) { t.rat.Add(&t.rat, n.value()) }

// Num is the total so far.
func (t *Total) Num() Num { return Num{new(big.Rat).Set(&t.rat)} }

// Cmp is −1, 0 or +1 as n is less than, equal to or greater than m.
func (n Num) Cmp(m Num) int { return n.value().Cmp(m.value()) }

// Sign is −1, 0 or +1.
func (n Num) Sign() int { return n.value().Sign() }

// IsZero reports whether n is 0.
func (n Num) IsZero() bool { return n.Sign() == 0 }

// Min returns the smaller of n and m.
func (n Num) Min(m Num) Num {
	if n.Cmp(m) <= 0 {
		return n
	}
	return m
}

// Floor returns the greatest whole number not above n.
func (n Num) Floor() Num {
	q, m := new(big.Int).DivMod(n.value().Num(), n.value().Denom(), new(big.Int))
	_ = m // Euclidean division: with a positive divisor the quotient is the floor
	return Num{new(big.Rat).SetInt(q)}
}

// Round rounds half away from zero (四舍五入) to the given number of decimals.
func (n Num) Round(places int) Num {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
	abs := new(big.Rat).Abs(n.value())
	num := new(big.Int).Mul(abs.Num(), scale)
	num.Lsh(num, 1).Add(num, abs.Denom())
	q := num.Div(num, new(big.Int).Lsh(abs.Denom(), 1))
	r := new(big.Rat).SetFrac(q, scale)
	if n.Sign() < 0 {
		r.Neg(r)
	}
	return Num{r}
}

// Fixed prints n rounded half away from zero with exactly the given number of
// decimals, e.g. "22.50". There is no negative zero.
func (n Num) Fixed(places int) string { return n.Round(places).value().FloatString(places) }

// Places returns how many decimals n needs to be printed exactly, or -1 when
// no finite number is enough (1÷3).
func (n Num) Places() int {
	d := new(big.Int).Set(n.value().Denom())
	twos, fives := strip(d, 2), strip(d, 5)
	if d.Cmp(big.NewInt(1)) != 0 {
		return -1
	}
	return max(twos, fives)
}

func strip(d *big.Int, p int64) (count int) {
	prime, m := big.NewInt(p), new(big.Int)
	for {
		q, rem := new(big.Int).QuoRem(d, prime, m)
		if rem.Sign() != 0 {
			return count
		}
		d.Set(q)
		count++
	}
}

// AtLeast prints n with at least min decimals and as many as it needs to be
// exact; a number that never ends is rounded to max. Amounts in 亿元 print as
// AtLeast(2, 4).
func (n Num) AtLeast(min, max int) string {
	p := n.Places()
	if p < 0 || p > max {
		p = max
	}
	if p < min {
		p = min
	}
	return n.Fixed(p)
}

// String prints n as a plain decimal, exactly where that is possible and
// rounded to 12 decimals where it is not.
func (n Num) String() string {
	if n.Places() < 0 {
		return n.Fixed(12)
	}
	return n.AtLeast(0, maxDigits)
}

// MarshalJSON writes n as a string in plain decimal, never as a JSON number.
// A value without a finite decimal is written as a fraction, "1/3", so that
// nothing is lost in the ledger.
func (n Num) MarshalJSON() ([]byte, error) {
	if n.Places() < 0 {
		return json.Marshal(n.value().RatString())
	}
	return json.Marshal(n.String())
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (n *Num) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	num, den, fraction := strings.Cut(s, "/")
	top, err := Parse(num)
	if err != nil {
		return err
	}
	if fraction {
		bottom, err := Parse(den)
		if err != nil || bottom.IsZero() {
			return fmt.Errorf("exact: %q is not a fraction", s)
		}
		top = top.Quo(bottom)
	}
	*n = top
	return nil
}
