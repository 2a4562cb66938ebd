package check

import (
	"fmt"
	"math/rand"
	"runtime"
	"testing"
	"weak"

	"github.com/google/go-cmp/cmp"

	"tongbao/ingest"
	"tongbao/ingest/form"
	"tongbao/rules/facts"
	"tongbao/rules/scheme"
)

// claimant is a task force that reports projects by name, all of one investor
// out of three.
func claimant(code string, random *rand.Rand, n int) Side {
	s, _ := claimantWith(code, random, n)
	return s
}

// claimantWith is claimant with its return.
func claimantWith(code string, random *rand.Rand, n int) (Side, *ingest.Return) {
	f := &form.Form{Class: "一类", Sheets: []form.Sheet{{Name: "合同", Shape: form.List, Fields: []form.Field{
		{Key: "编号", Role: form.Project, Type: form.TextType}, {Key: "名称", Role: form.ProjectName, Type: form.TextType}, {Key: "企业", Role: form.Investor, Type: form.TextType}}}}}
	month := ingest.Period{Year: 2023, Month: 1 + random.Intn(3)}
	r := &ingest.Return{Version: ingest.Version{TaskForce: code, Period: month, Number: 1}}
	text := func(s string) ingest.Value { return ingest.Value{Kind: ingest.Text, Text: s} }
	letters := []rune("甲乙丙丁")
	for i := range n {
		name := "示例"
		for range 5 {
			name += string(letters[random.Intn(len(letters))])
		}
		r.Entries = append(r.Entries, ingest.Entry{Sheet: "合同", Row: i + 2, Values: map[string]ingest.Value{
			"编号": text(fmt.Sprintf("%s-%d", code, i)), "名称": text(name), "企业": text(fmt.Sprint("示例公司", random.Intn(3)))}})
	}
	base := facts.Base{Calendar: ingest.Calendar{Start: 1}, Form: f}
	return Side{TaskForce: &scheme.TaskForce{Unit: form.Unit{Code: code, Class: "一类"}}, Year: facts.NewYear(base, ingest.Period{Year: 2023, Month: 3}, []*ingest.Return{r})}, r
}

// Claims stay for a whole run, a province's year of them: the returns that they
// were taken from do not.
func TestClaimsKeepNoReturn(t *testing.T) {
	kept := NewClaims()
	var held weak.Pointer[ingest.Return]
	func() {
		side, r := claimantWith("U", rand.New(rand.NewSource(1)), 4)
		held = weak.Make(r)
		kept.Put(side, 0)
	}()
	runtime.GC()
	if held.Value() != nil {
		t.Error("the return is held still")
	}
	for _, p := range kept.all {
		if p.Source.Version == nil || p.Source.Version.TaskForce != "U" || p.Source.Place.Sheet == "" {
			t.Errorf("%+v", p.Source)
		}
	}
}

// What is kept from return to return says of each what looking at everything
// anew would: 30 task forces, each put in twice, compared in turn.
func TestClaimsFollowReturns(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	kept := NewClaims()
	sides := make([]Side, 30)
	for i := range sides {
		sides[i] = claimant(fmt.Sprintf("U%02d", i), random, 4)
		kept.Put(sides[i], i)
	}
	met := 0
	for i := range sides {
		next := claimant(sides[i].TaskForce.Code, random, 4)
		others := append(append([]Side{}, sides[:i]...), append([]Side{next}, sides[i+1:]...)...)
		var want []Double
		for _, d := range Doubles(others) {
			for _, h := range d.Holders {
				if h.TaskForce.Code == next.TaskForce.Code {
					want = append(want, d)
					break
				}
			}
		}
		for range 2 { // asked twice: nothing is kept of the first
			if diff := cmp.Diff(want, kept.Against(next, i)); diff != "" {
				t.Fatalf("%d: %s", i, diff)
			}
		}
		met += len(want)
		sides[i] = next
		kept.Put(next, i)
	}
	if met < 10 {
		t.Errorf("only %d doubles were met", met)
	}
}

// A province puts each task force in anew with every return, and most of what it
// says stood there before: four projects put in three times are four, and a
// fifth under a name of its own is the fifth. One that got another name is a new
// one, the old one gone; told as if put in for the first time.
func TestClaimsKeepNothingTwice(t *testing.T) {
	random := rand.New(rand.NewSource(3))
	a, b := claimant("A", random, 4), claimant("B", random, 4)
	kept := NewClaims()
	kept.Put(b, 1)
	for range 3 {
		kept.Put(a, 0)
	}
	if len(kept.all) != 8 || len(kept.gone) != 0 {
		t.Errorf("%d kept, %d gone", len(kept.all), len(kept.gone))
	}
	other := claimant("A", rand.New(rand.NewSource(4)), 5)
	kept.Put(other, 0)
	if live := len(kept.all) - len(kept.gone); live != 9 || len(kept.of["A"]) != 5 {
		t.Errorf("%d live, %d of A", live, len(kept.of["A"]))
	}
	fresh := NewClaims()
	fresh.Put(other, 0)
	fresh.Put(b, 1)
	if diff := cmp.Diff(fresh.Against(b, 1), kept.Against(b, 1)); diff != "" {
		t.Error(diff)
	}
}

// The sketch of a name never hides one that is near.
func TestSketchHidesNoNearName(t *testing.T) {
	random := rand.New(rand.NewSource(2))
	letters := []rune("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥煤炭装备文旅农业数字")
	name := func(n int) (s []rune) {
		for range n {
			s = append(s, letters[random.Intn(len(letters))])
		}
		return s
	}
	sketched := func(s []rune) sketch {
		one := sketch{length: len(s)}
		for _, r := range s {
			one.letters |= lettersOf(string(r))
		}
		return one
	}
	near := 0
	for range 20000 {
		a := name(1 + random.Intn(14))
		b := append([]rune{}, a...)
		for range random.Intn(4) { // up to three characters replaced, put in or cut off
			switch at := random.Intn(len(b) + 1); random.Intn(3) {
			case 0:
				b = append(b[:at:at], append(name(1), b[at:]...)...)
			case 1:
				b = b[:at]
			default:
				copy(b[min(at, len(b)):], name(1))
			}
		}
		if nearName(string(a), string(b)) {
			near++
			if !sketched(a).mayBe(sketched(b)) {
				t.Errorf("%s and %s are near", string(a), string(b))
			}
		}
	}
	if near < 5000 {
		t.Errorf("only %d near names were tried", near)
	}
}
