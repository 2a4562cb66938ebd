//go:build !windows

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/ingest/ledger"
)

// The program was updated, and before anything is run the office looks at what
// there is and makes a backup: all of it reads the ledger of before, which stays
// byte for byte as it is, in the backup too, until the next run.
func TestOlderLedgerIsRead(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	home := t.TempDir()
	dir, zip, restored := filepath.Join(home, "区"), filepath.Join(home, "升级前.zip"), filepath.Join(home, "恢复")
	at := func(when string) []string { return []string{"--now", when + "+08:00"} }
	say(t, dir, exitDone, append(at("2023-01-03T09:00:00"), "init", dir)...)
	if err := os.WriteFile(filepath.Join(dir, "inbox", "随手.txt"), []byte("不是月报表"), 0o644); err != nil {
		t.Fatal(err)
	}
	say(t, dir, exitRefused, append(at("2023-02-20T09:00:00"), "run")...)
	file := filepath.Join(dir, "ledger.db")
	asOfVersion8(t, file)
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const hint = "账本由较旧版本的程序写成（账本第8版，本程序为第9版），本次只读取，没有改动"
	now := at("2023-02-20T10:00:00")
	for _, c := range []struct {
		verb []string
		says string
	}{
		{[]string{"status", "-m", "2023-01"}, "月通报　上次2023年2月"},
		{[]string{"verify"}, "全部一致"},
		{[]string{"backup", zip}, "已备份"},
		{[]string{"log"}, "签发"},
		{[]string{"doctor"}, "注意　账本　账本由较旧版本的程序写成"},
	} {
		var out, aside bytes.Buffer
		code := run(t.Context(), append(append(now, "-w", dir), c.verb...), &out, &aside)
		if code != exitDone || !strings.Contains(out.String(), c.says) || strings.Contains(aside.String(), hint) == (c.verb[0] == "doctor") {
			t.Errorf("%v ended with %d\n%s\n%s", c.verb, code, &out, &aside)
		}
		if strings.Contains(out.String(), "校验码") {
			t.Errorf("%v tells a code of seals that are not there\n%s", c.verb, &out)
		}
	}
	if after, err := os.ReadFile(file); err != nil || string(after) != string(before) {
		t.Errorf("the ledger was changed, %v", err)
	}
	if left, _ := os.ReadDir(temp); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	// What the backup holds is of before as well; the next run brings it up to
	// date, and issues nothing a second time.
	say(t, restored, exitDone, append(now, "restore", zip, restored)...)
	say(t, restored, exitDone, append(now, "verify")...)
	if kept, err := ledger.OpenReadOnly(filepath.Join(restored, "ledger.db")); err != nil || kept.Older() == nil || kept.Close() != nil {
		t.Errorf("the backup's ledger is not as it was, %v", err)
	}
	for _, at := range []string{restored, dir} {
		if out := say(t, at, exitDone, append(now, "run")...); strings.Contains(out, "已签发") {
			t.Error(out)
		}
		if out := say(t, at, exitDone, append(now, "verify")...); !strings.Contains(out, "校验码") {
			t.Error(out)
		}
	}
}
