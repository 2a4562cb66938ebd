// Package office is the whole program without a terminal: open a workspace,
// take in returns, find out what is due, draft, issue, trace. The verbs, serve
// and any later face share it.
package office
