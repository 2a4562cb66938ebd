package main

import (
	"errors"
	"fmt"
	"os"
	"sync"

	"tongbao/ingest/disk"
)

// logBytes is how large the log of serve grows before it is turned over, and
// logsKept how many older ones stay: NAME.1 is the youngest.
const (
	logBytes = 5 << 20
	logsKept = 3
)

// logFile appends to a file and starts a new one when it is full, so that a
// program left alone for a year fills no disk.
type logFile struct {
	path  string
	limit int64

	mu   sync.Mutex
	file *os.File
	size int64
}

func openLog(path string, limit int64) (*logFile, error) {
	l := &logFile{path: path, limit: limit}
	return l, l.open()
}

func (l *logFile) open() error {
	f, err := os.OpenFile(l.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		return errors.Join(err, f.Close())
	}
	l.file, l.size = f, info.Size()
	return nil
}

// Write appends one line. A log that cannot be turned over goes on growing: it
// is no reason to stop working. One that could not be opened again is tried with
// every line.
func (l *logFile) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file != nil && l.size > 0 && l.size+int64(len(line)) > l.limit {
		l.turn()
	}
	if l.file == nil {
		if err := l.open(); err != nil {
			return 0, err
		}
	}
	n, err := l.file.Write(line)
	l.size += int64(n)
	return n, err
}

// turn puts the log aside, and only then moves the older ones: where it cannot
// be moved, as on Windows while somebody looks at it, they would be pushed out
// for nothing.
func (l *logFile) turn() {
	l.file.Close()
	l.file = nil
	if disk.Replace(l.path, l.path+".0") != nil {
		return
	}
	for n := logsKept - 1; n >= 0; n-- {
		_ = disk.Replace(fmt.Sprintf("%s.%d", l.path, n), fmt.Sprintf("%s.%d", l.path, n+1)) // an absent one is fine
	}
}

func (l *logFile) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == nil {
		return nil
	}
	return l.file.Close()
}
