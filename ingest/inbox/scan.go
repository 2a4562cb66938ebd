package inbox

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Candidate is a file of the inbox that is complete and ready to be kept.
type Candidate struct {
	Path    string    // as the operating system opens it
	Name    string    // under the inbox, with slashes: 九月/报表.xlsx
	Size    int64     // bytes
	ModTime time.Time // as the file system has it
	// Incomplete is a zip file without its end that was waited for in vain:
	// the reader will find it damaged.
	Incomplete bool
}

// unchanged tells a file that is still being written from one that is not: it
// looks as it did when it was scanned.
func (c Candidate) unchanged(info fs.FileInfo) bool {
	return c.Size == info.Size() && c.ModTime.Equal(info.ModTime())
}

// Skip is a file or folder that Scan passed over, and why.
type Skip struct {
	Path   string
	Name   string // under the inbox, with slashes
	Reason Reason
}

// Reason is why a file was not taken, in the words that status shows.
type Reason string

const (
	OwnerFile Reason = "办公软件的临时文件，无需处理" // ~$ and .~
	Hidden    Reason = "隐藏文件，不予收取"
	Empty     Reason = "空文件，没有内容"
	Partial   Reason = "下载尚未完成的临时文件，完成后自动收取"
	Clutter   Reason = "系统自带文件，无需处理"
	Link      Reason = "链接或快捷方式，请放入文件本身"
	NotAFile  Reason = "不是普通文件，不予收取"
	Unsettled Reason = "文件仍在写入，稳定后自动收取"
	Unended   Reason = "文件尚未传完，等待其余部分"
	Denied    Reason = "没有读取权限，或文件正被其他程序占用"
)

// Policy says when a file counts as complete.
//
// A scan sees a file once: it is taken when its modification time is at least
// Settle before Now, and Keep compares size and time once more after the copy.
//
// Now is the clock that stamps the files, never a run's --now: a rehearsal
// with a moved clock would otherwise wait for ever, or for nothing. A
// modification time after Now by more than Settle is another computer's
// clock; it tells no age, and such a file rests on the check after the copy.
type Policy struct {
	Now      time.Time
	Settle   time.Duration // 0 takes every complete file at once: demo and tests
	Patience time.Duration // how long a zip without its end is waited for
}

// Standard is the policy of the daily job at the given file-system time.
func Standard(now time.Time) Policy {
	return Policy{Now: now, Settle: 2 * time.Second, Patience: time.Hour}
}

// Scan lists the files of dir and its sub-folders that are ready to be kept,
// in the order in which they are to be taken: by modification time, then
// name, then content. Files that are passed over come back as skips, by name.
// An error means that dir itself could not be listed; a sub-folder or file
// that cannot be read is a Skip, so that it does not stop the others.
func Scan(dir string, p Policy) ([]Candidate, []Skip, error) {
	s := scanner{dir: dir, policy: p}
	if err := s.folder(""); err != nil {
		return nil, nil, fmt.Errorf("收件夹 %s 无法读取：%w", dir, err)
	}
	if err := order(s.found); err != nil {
		return nil, nil, err
	}
	slices.SortFunc(s.skipped, func(a, b Skip) int { return strings.Compare(a.Name, b.Name) })
	return s.found, s.skipped, nil
}

type scanner struct {
	dir     string
	policy  Policy
	found   []Candidate
	skipped []Skip
}

// folder walks one folder. Links are never followed, so there is no way out
// of the inbox and no circle in it.
func (s *scanner) folder(name string) error {
	entries, err := os.ReadDir(filepath.Join(s.dir, filepath.FromSlash(name)))
	if err != nil {
		return err
	}
	for _, e := range entries {
		s.entry(slashJoin(name, e.Name()), e)
	}
	return nil
}

func slashJoin(dir, base string) string {
	if dir == "" {
		return base
	}
	return dir + "/" + base
}

func (s *scanner) entry(name string, e fs.DirEntry) {
	path := filepath.Join(s.dir, filepath.FromSlash(name))
	info, err := e.Info()
	if errors.Is(err, fs.ErrNotExist) {
		return // taken away since the folder was listed
	}
	if err != nil {
		s.skip(path, name, Denied)
		return
	}
	if reason := unwanted(path, info); reason != "" {
		s.skip(path, name, reason)
		return
	}
	if info.IsDir() {
		if err := s.folder(name); err != nil {
			s.skip(path, name, Denied)
		}
		return
	}
	s.file(Candidate{Path: path, Name: name, Size: info.Size(), ModTime: info.ModTime()})
}

func (s *scanner) skip(path, name string, reason Reason) {
	s.skipped = append(s.skipped, Skip{path, name, reason})
}

// file decides whether a wanted file is complete.
func (s *scanner) file(c Candidate) {
	if !s.policy.settled(c) {
		s.skip(c.Path, c.Name, Unsettled)
		return
	}
	ended, err := zipEnded(c.Path, c.Size)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return
	case err != nil:
		s.skip(c.Path, c.Name, Denied)
		return
	case !ended && s.policy.Now.Sub(c.ModTime) < s.policy.Patience:
		s.skip(c.Path, c.Name, Unended)
		return
	}
	c.Incomplete = !ended
	s.found = append(s.found, c)
}

func (p Policy) settled(c Candidate) bool {
	age := p.Now.Sub(c.ModTime)
	return age >= p.Settle || age < -p.Settle
}

// order sorts by modification time, then name, then content. Contents are
// read only where time and base name are the same, as when one file was put
// into two sub-folders.
func order(list []Candidate) error {
	var failed error
	hashes := map[string]string{}
	sum := func(c Candidate) string {
		h, ok := hashes[c.Path]
		if !ok {
			var err error
			if h, err = hashFile(c.Path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				failed = errors.Join(failed, err)
			}
			hashes[c.Path] = h
		}
		return h
	}
	slices.SortFunc(list, func(a, b Candidate) int {
		if c := a.ModTime.Compare(b.ModTime); c != 0 {
			return c
		}
		if c := strings.Compare(base(a.Name), base(b.Name)); c != 0 {
			return c
		}
		return cmp.Or(strings.Compare(sum(a), sum(b)), strings.Compare(a.Name, b.Name))
	})
	return failed
}

func base(name string) string { return name[strings.LastIndexByte(name, '/')+1:] }
