package deliver

import (
	"path/filepath"
	"strings"

	"tongbao/ingest/disk"
)

// Files of a message's folder beside its attachments.
const (
	TextFile  = "正文.txt"
	StateFile = "状态.txt"
)

// Keep lays a letter into a folder of the outbox: its text, ready to be pasted
// into a chat, and copies of its attachments. Kept again, it is the same.
func Keep(folder string, l Letter) error {
	for _, f := range l.Files {
		if err := disk.Put(filepath.Join(folder, f.Name), f.Content); err != nil {
			return err
		}
	}
	return disk.Put(filepath.Join(folder, TextFile), notepad(l.Text))
}

// Tell writes how far a letter has come beside it, a line a fact.
func Tell(folder string, lines []string) error {
	return disk.Put(filepath.Join(folder, StateFile), notepad(strings.Join(lines, "\n")+"\n"))
}

// notepad is a text as Notepad knows it: UTF-8 with BOM, CRLF.
func notepad(text string) []byte {
	return []byte("\ufeff" + strings.ReplaceAll(text, "\n", "\r\n"))
}
