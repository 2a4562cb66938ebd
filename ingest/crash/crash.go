// Package crash marks the places where a power cut would hurt most, so that
// tests can cut the power there.
//
// In the program Point does nothing and costs nothing. Built with -tags crash
// it ends the process as kill -9 does when TONGBAO_CRASH names the point:
//
//	TONGBAO_CRASH=post.written     the first time that point is reached
//	TONGBAO_CRASH=post.written:3   the third time
//
// Whatever the point, the next run must come to the same state as a run that
// was never disturbed. Points lists them all; a new point is a new line there.
package crash

// Points are the names that Point is called with, in the order in which a file
// and a document pass them.
var Points = []string{
	KeepCopied, KeepSynced, KeepRenamed, KeepDone,
	PostWritten, PostDone,
	RemoveBegin, RemoveDone,
	FinishDone,
	AnswerDone,
	SlotBegun, IssueNumbered, IssueWritten, IssueDone,
	FileWritten, FileRenamed, PublishDone,
	SlotWorked, SlotDone,
}

// The points of taking in and of issuing.
const (
	KeepCopied   = "keep.copied"   // the copy is written, not synced
	KeepSynced   = "keep.synced"   // synced, under its temporary name
	KeepRenamed  = "keep.renamed"  // under its final name, the folder not synced
	KeepDone     = "keep.done"     // archived for good
	PostWritten  = "post.written"  // everything of a posting but the commit
	PostDone     = "post.done"     // committed
	RemoveBegin  = "remove.begin"  // about to leave the inbox
	RemoveDone   = "remove.done"   // left the inbox
	FinishDone   = "finish.done"   // recorded as finished
	IssueWritten = "issue.written" // everything of a document but the commit
	IssueDone    = "issue.done"    // committed

	AnswerDone    = "answer.done"    // receipt and marked workbook are written
	SlotBegun     = "slot.begun"     // a due job is recorded as begun
	IssueNumbered = "issue.numbered" // the document has its number, nothing is recorded
	FileWritten   = "file.written"   // any file of ours is written and synced under a temporary name
	FileRenamed   = "file.renamed"   // … under its final name, the folder not synced
	PublishDone   = "publish.done"   // the files of one document are out
	SlotWorked    = "slot.worked"    // the job's work is done, its end not recorded
	SlotDone      = "slot.done"      // recorded
)

// MailPoints are passed by a run that sends mail, and by no other.
var MailPoints = []string{MailPrepared, MailBegun, MailTaken, MailShown}

// The points of sending.
const (
	MailPrepared = "mail.prepared" // what messages say is recorded, the outbox does not have them
	MailBegun    = "mail.begun"    // the server reads a message, its end is not sent
	MailTaken    = "mail.taken"    // the server has taken it, the ledger does not know
	MailShown    = "mail.shown"    // the outbox tells it, the ledger does not know that it does
)

// Bugs are mistakes that a test can plant (TONGBAO_BUG), to show that the
// harness would catch them. They exist only in programs built with -tags crash.
const (
	RemoveBeforePost = "remove-before-post" // out of the inbox before the ledger has it
	RecordBeforeFile = "record-before-file" // a document is recorded as done before its files are out
)
