// Package deliver brings messages to people: it lays each into the outbox, a
// folder a message, ready to be passed on by hand, and mails it where the
// office has a mail server. It is the only door to go-mail.
//
// Start at Keep (the outbox) and Server.Connect (mail). What a message says is
// worded by package output, whether and when it is sent is decided by the
// ledger and package office; here nothing is remembered and no clock is asked.
// The same letter to the same address has the same Message-ID, whenever and
// however often it is sent, so that mail programs show it once.
//
// A failure is a *Fault: told in Chinese with what to do, and telling whether
// the server, the connection or only this letter is at fault. It never holds
// the password.
package deliver

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
)

// Letter is one message.
type Letter struct {
	ID      string    // of the message, any text that is its alone
	At      time.Time // when it came to be; its Date
	Subject string    // one line
	Text    string    // lines end with \n
	Files   []File

	// Ledger is where the sender's ledger stood, for a header of its own that
	// proves it later: X-Tongbao-Ledger. "" says nothing.
	Ledger string
}

// File is an attachment. Its name may be Chinese and has no slashes.
type File struct {
	Name    string
	Content []byte
}

// MessageID is a letter's Message-ID to an address, without the angle
// brackets.
func (l Letter) MessageID(from, to string) string {
	sum := sha256.Sum256([]byte(l.ID + "\x00" + strings.ToLower(to)))
	_, domain, _ := strings.Cut(from, "@")
	return hex.EncodeToString(sum[:20]) + "@" + domain
}
