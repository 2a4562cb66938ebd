// Tongbao turns the monthly Excel returns of investment-promotion task forces
// into the circular, the ranking and the assessment that their leadership
// office issues.
//
//	tongbao demo DIR                    a workspace with a year of sample returns
//	tongbao init DIR                    a workspace with the default scheme
//	tongbao form [-t CODE] -m 2023-09   return forms, pre-filled, into forms/
//	tongbao check FILE…                 findings; records nothing
//	tongbao run [--dry-run]             intake, then every document that is due
//	tongbao ingest                      intake only
//	tongbao circular -m 2023-09 [--draft] [--reissue]
//	tongbao ranking -q 2023Q3 [--draft]
//	tongbao assess -y 2023 [--draft] [--reissue]   the year: targets met or not, outcomes proposed
//	tongbao issue -m 2023-09 --number N what was signed by hand; -q 2023Q3: the 定稿
//	tongbao issue -m 2023-09 --file F.docx      what the office made of it, compared;
//	                                    --replace WHY: in place of one kept before
//	tongbao issue … --date DAY --signer POST    else as in 发文; -y 2023: the assessment;
//	                                    --as-known-now: not as its draft said; --reissue;
//	                                    --other-code: another organ's number
//	tongbao status [-m 2023-09]         who has reported; last and next of each job
//	tongbao trace -m 2023-09 -t CODE -i 指标   a figure back to its cells, as known now
//	tongbao trace -m|-q|-y PERIOD [-t CODE|合计] [-i 指标] [-p 完成率|得分|…] [WORD]
//	                                    a printed figure; WORD: its number, its place 附件1!O11, words of its name;
//	                                    --of 整改通知单|内部专报, --edition N
//	tongbao trace FILE!SHEET!CELL       what was printed from a cell; FILE: SHA-256 or its head, a name, scheme.xlsx
//	tongbao explain [CODE | --all]      what a code means; all; -o FILE.pdf prints them
//	tongbao scheme check                faults of the scheme and the register
//	tongbao scheme diff [FILE]          what changed since the last run, or in FILE
//	tongbao scheme diff --default       what the default scheme has by now and this one has not
//	tongbao scheme rehearse [FILE]      past returns, figures, ranks and outcomes under it
//	tongbao serve [--log FILE]          cron in the foreground
//	tongbao verify [--against CODE]     archive, ledger, documents: re-read, made again, compared
//	tongbao backup FILE                 the workspace in one .zip, while others work
//	tongbao restore FILE DIR            a backup into a new folder
//	tongbao doctor                      what a run depends on, and what to do
//	tongbao log [-m 2023-10]            the audit: who did what, when, by which scheme
//	tongbao deliver                     mail that waits, at once
//
// All take -w DIR (default $TONGBAO_WORKSPACE, else the folder one stands in),
// --now TIME (RFC 3339, the one clock of the run) and --json. A workbook
// dragged onto the program is checked, and an annotated copy left beside it.
//
// With --json nothing else is on standard output: numbers that matter are
// decimal strings, what is missing is null, a finding leaves out what it has not
// ("cell" is trace of a cell, "printed" of a document's figures, "due" of run is what --dry-run would do).
// Beyond the contract --json answers with
//
//	run:      due, job
//	circular: pending, evidence, on, event, text, place, double_claims, name, same,
//	          settled, sides, project, restated, what, signer, corrected_totals
//	ranking:  number, changes, what, objections, text, on, answer, effect, signer
//	cell:     state, note, used_by, edition, figure, key, part, printed, direct, places, where, pages
//	printed:  edition, figures, figure, key, part, worked, now, why, places, where, pages, of, notes
//	status:   failed, mail, waiting, letters, subject, who, address, folder, state, reminder
//	verify:   seals, seal, chain, before_seals, notes, kind, what
//
// Exit codes: 0 done, warnings included; 1 done, a return was refused; 2 wrong
// usage or a faulty scheme, nothing changed; 3 could not do its work.
//
// One file a verb, or a few that go together; exit.go lists the ways to end; package office is the
// program itself.
package main
