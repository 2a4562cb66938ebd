package check

import (
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
)

// Claims are the projects that task forces report as of one month, kept so
// that one more return is compared with those it can resemble and with no
// others: a province sends thousands of returns in a month, and comparing all
// with all for each of them would take the square of that.
//
// Make it with NewClaims, Put each task force in, ask Against for each return
// on its way in, and Put its task force again once it is accepted. Not for
// several goroutines at a time.
type Claims struct {
	all     []claimed        // those put in again or taken out stay as gone
	gone    map[int]bool     // by index of all
	of      map[string][]int // by task force
	buckets map[string][]sketch
	named   map[string][]int // by plain name
}

// sketch is what can be told of a project without looking at it: most pairs of
// a bucket differ so much in their names that no more is needed.
type sketch struct {
	project int    // index of Claims.all
	letters uint64 // a bit for each character of the name, by its code
	length  int    // of the name, in characters
}

// NewClaims returns an empty set.
func NewClaims() *Claims {
	return &Claims{gone: map[int]bool{}, of: map[string][]int{}, buckets: map[string][]sketch{}, named: map[string][]int{}}
}

// Put takes in what a task force reports, in place of what it reported before.
// Order is the task force's place among the others, as Doubles are told in. A
// project that is looked for by the same as before, as nearly all of a year are,
// takes the place of itself.
func (c *Claims) Put(s Side, order int) {
	before := map[string]int{}
	for _, i := range c.of[s.TaskForce.Code] {
		c.gone[i] = true
		before[c.all[i].Project] = i
	}
	delete(c.of, s.TaskForce.Code)
	c.add(s, order, before)
}

func (c *Claims) add(s Side, order int, before map[string]int) {
	for _, p := range claims(s, order) {
		if i, known := before[p.Project]; known && c.all[i].name == p.name && slices.Equal(c.all[i].keys(), p.keys()) {
			c.all[i] = p
			delete(c.gone, i)
			c.of[s.TaskForce.Code] = append(c.of[s.TaskForce.Code], i)
			continue
		}
		i := len(c.all)
		c.all = append(c.all, p)
		c.of[s.TaskForce.Code] = append(c.of[s.TaskForce.Code], i)
		c.named[p.name] = append(c.named[p.name], i)
		for _, key := range p.keys() {
			c.buckets[key] = append(c.buckets[key], sketch{i, lettersOf(p.name), utf8.RuneCountInString(p.name)})
		}
	}
}

// Against finds the doubles that a task force would be part of, did it report
// what the side says. Nothing is kept of it.
func (c *Claims) Against(s Side, order int) (list []Double) {
	c.trying(s, order, func(own []int) { list = c.doubles(own) })
	return list
}

// Namesakes finds, for what the side says, the projects of other task forces of
// the class that go by exactly its name and agree in nothing else: too little
// to count them as one, too much to say nothing. Each pair is one Double.
func (c *Claims) Namesakes(s Side, order int) (list []Double) {
	c.trying(s, order, func(own []int) {
		for _, i := range own {
			p := &c.all[i]
			for _, other := range c.named[p.name] {
				q := &c.all[other]
				if p.name == "" || c.gone[other] || p.side == q.side || p.TaskForce.Class != q.TaskForce.Class || same(p, q).text != "" {
					continue
				}
				g := group{members: []int{i, other}}
				d := g.double(c.all)
				d.ByName = true
				list = append(list, d)
			}
		}
	})
	slices.SortStableFunc(list, byFirstHolder)
	return list
}

// trying puts a task force in as the side says, for as long as look takes.
func (c *Claims) trying(s Side, order int, look func(own []int)) {
	before, own := len(c.all), c.of[s.TaskForce.Code]
	for _, i := range own {
		c.gone[i] = true
	}
	delete(c.of, s.TaskForce.Code)
	c.add(s, order, nil)
	look(c.of[s.TaskForce.Code])
	for i := len(c.all) - 1; i >= before; i-- {
		for _, key := range c.all[i].keys() {
			c.buckets[key] = c.buckets[key][:len(c.buckets[key])-1]
		}
		name := c.all[i].name
		c.named[name] = c.named[name][:len(c.named[name])-1]
	}
	c.all = c.all[:before]
	for _, i := range own {
		delete(c.gone, i)
	}
	c.of[s.TaskForce.Code] = own
}

// keys are what two projects must share one of to be thought one: a code, an
// investor, an amount. The first is the code's.
func (p *claimed) keys() []string {
	keys := []string{"c" + strings.ToUpper(p.Project)}
	if p.investor != "" {
		keys = append(keys, "i"+p.investor)
	}
	for _, a := range p.amounts {
		keys = append(keys, "a"+a.field.Key+a.value.String())
	}
	return keys
}

// doubles follows the likeness from each of the projects as far as it goes: A
// with B and B with C are one double of three.
func (c *Claims) doubles(from []int) (list []Double) {
	seen := map[int]bool{}
	for _, i := range from {
		if seen[i] || c.gone[i] {
			continue
		}
		seen[i] = true
		g := group{members: []int{i}}
		for n := 0; n < len(g.members); n++ {
			c.alike(g.members[n], func(k int, why reason) {
				g.because(why)
				if !seen[k] {
					seen[k] = true
					g.members = append(g.members, k)
				}
			})
		}
		if len(g.members) > 1 {
			list = append(list, g.double(c.all))
		}
	}
	slices.SortFunc(list, byFirstHolder)
	return list
}

// alike visits the projects of other task forces that are thought to be one
// with a project; some of them more than once.
func (c *Claims) alike(i int, visit func(k int, why reason)) {
	p := &c.all[i]
	own := sketch{i, lettersOf(p.name), utf8.RuneCountInString(p.name)}
	for n, key := range p.keys() {
		for _, other := range c.buckets[key] {
			if other.project == i || n > 0 && !own.mayBe(other) || c.gone[other.project] {
				continue
			}
			a, b := p, &c.all[other.project]
			if b.side < a.side { // the words name the first one's amount
				a, b = b, a
			}
			if why := same(a, b); why.text != "" {
				visit(other.project, why)
			}
		}
	}
}

// lettersOf sets a bit for each character.
func lettersOf(name string) (set uint64) {
	for _, r := range name {
		set |= 1 << (uint32(r) * 2654435761 >> 26)
	}
	return set
}

// mayBe is false where nearName is sure to be: a name within another has no
// character that the other lacks, and one that differs in at most one
// character in five lacks no more than those.
func (s sketch) mayBe(t sketch) bool {
	mine, other := bits.OnesCount64(s.letters&^t.letters), bits.OnesCount64(t.letters&^s.letters)
	return mine == 0 || other == 0 || max(mine, other)*5 <= max(s.length, t.length)
}
