// Package supervise keeps supervision items (督办事项): raised by a rule of the
// scheme or by the office, due, answered, closed, escalated as a proposal.
package supervise
