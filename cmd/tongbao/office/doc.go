// Package office is the whole program without a terminal: open a workspace,
// take in returns, find out what is due, draft, issue, trace. The verbs, serve
// and any later face share it.
//
// Start at Open, then Run. Office knows when; what a return means is said by
// rules, what a page looks like by output. It is one package because nearly
// every file is a chapter of Office: they share its scheme, register, ledger
// and clock, and apart they would export them to each other. The chapters:
//
//   - The workspace. office.go opens and closes it, begin.go begins a run; workbooks.go makes and loads
//     scheme and register; settings.go, files.go, errors.go.
//   - Returns come in. intake.go takes in the inbox and reports; ahead.go keeps
//     it in order on every core; reading.go has an outsized file read by a
//     child; judge.go checks, with carried.go (explanations that still stand),
//     opening.go (期初项目) and rivals.go (other task forces); verdict.go is what
//     became of a file; answer.go what its sender gets; again.go judges anew
//     what was refused. forms.go sends the blank forms out.
//   - What is due. run.go does it, each slot once; due.go finds it.
//   - A month's figures. month.go works them out; claims.go counts double claims
//     once, held.go what the year before holds not again; terminations.go tells what was taken out; recovered.go what colour
//     was printed.
//   - Documents. paper.go makes any of them; circular.go, ranking.go, assess.go,
//     notices.go, internal.go one kind each. corrections.go compares with what
//     was issued, corrections_past.go in a new year, reasons.go and
//     register_changes.go say why it is another now; supervise_late.go asks
//     about earlier months again, supervise_again.go keeps the list of a month
//     that is issued again.
//   - Signing. signed.go keeps drafts and what was signed; final.go issues by
//     hand; edited.go keeps the office's own final file, package
//     proofread finds what it says otherwise; printed.go compares.
//   - Out to people. deliver.go mails and its deliver_ files word, lay out,
//     remind and report.
//   - Looking back. trace.go (a figure to its cells), trace_printed.go (one as
//     printed; trace_meant.go which was meant, trace_worked.go its formula,
//     trace_told.go what was said of it),
//     usedby.go (a cell to its figures), status.go, deeds.go (the audit),
//     explain.go, catalogue.go, doctor.go with unfilled.go, unmatched.go, verified.go and
//     undrawn.go (also at intake).
//   - Proof. verify.go compares, verify_returns.go re-reads, rebuild.go makes every document again, heads.go
//     holds the ledger against its seals and knows one that is stale; backup.go
//     saves and restores.
//   - Another scheme. diff.go compares two; rehearse.go and its rehearse_ files
//     play the past under another.
//   - The sample year. sample.go reads it, demo.go plays it.
package office
