package formula

import "tongbao/ingest"

// Program is a compiled expression.
type Program struct{}

// Compile type-checks an expression against env and requires it to yield want
// (Number or Truth). Full-width （），＜＞＝ and the like are mapped first. A fault
// is returned as *Fault.
func Compile(source string, env Env, want Kind) (*Program, error) { panic("stub") }

// Number evaluates a Number program. ErrMissing when a value was missing.
func (p *Program) Number(env Record) (Num, error) { panic("stub") }

// Truth evaluates a Truth program and returns the cells it looked at.
func (p *Program) Truth(env Record) (bool, []ingest.Source, error) { panic("stub") }

// Names lists the top-level names and members the expression mentions, in
// order, each once: ["签约金额", "上期.阶段序号"]. A finding points at the first
// that is a field of its row.
func (p *Program) Names() []string { panic("stub") }
