package bounded_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/signal"
	"runtime"
	"testing"
	"time"

	"tongbao/cmd/tongbao/bounded"
)

// This test binary is its own child.
func TestMain(m *testing.M) {
	bounded.Main(map[string]bounded.Job{
		"echo":  func(request []byte) ([]byte, error) { return bytes.ToUpper(request), nil },
		"fail":  func([]byte) ([]byte, error) { return nil, errors.New("坏了") },
		"hoard": hoard, "spin": spin, "dive": func([]byte) ([]byte, error) { return dive(1), nil },
		"wait": wait,
		"exit": func([]byte) ([]byte, error) { os.Exit(7); return nil, nil },
	})
	os.Exit(m.Run())
}

var small = bounded.Limits{CPU: time.Second, Memory: 192 << 20}

// hoard fills a gigabyte, in pieces that a collector cannot take back.
func hoard([]byte) ([]byte, error) {
	var held [][]byte
	for range 1024 {
		b := make([]byte, 1<<20)
		for i := range b {
			b[i] = 1
		}
		held = append(held, b)
	}
	return held[len(held)-1][:1], nil
}

// wait waits for a signal that nobody sends.
func wait([]byte) ([]byte, error) {
	c := make(chan os.Signal, 1)
	signal.Notify(c)
	<-c
	return nil, nil
}

func spin([]byte) ([]byte, error) {
	n := 0
	for {
		n++
		if n < 0 {
			return nil, nil
		}
	}
}

//go:noinline
func dive(n int) []byte {
	if n < 0 { // never: it goes down until the stack ends
		return nil
	}
	return append(dive(n+1), byte(n))
}

func TestAnswer(t *testing.T) {
	request := bytes.Repeat([]byte("abc"), 1<<20) // more than a pipe holds
	answer, err := bounded.Run(context.Background(), "echo", request, bounded.Limits{CPU: 10 * time.Second, Memory: 512 << 20})
	if err != nil || !bytes.Equal(answer, bytes.ToUpper(request)) {
		t.Fatalf("%d bytes, %v", len(answer), err)
	}
	if _, err := bounded.Run(context.Background(), "fail", nil, small); err == nil || err.Error() != "坏了" {
		t.Errorf("a job's own error came as %v", err)
	}
}

// Each of these ends the child and not the program, and the next one works.
func TestEndedAtTheLimit(t *testing.T) {
	if runtime.GOOS != "linux" && runtime.GOOS != "windows" {
		t.Skip("no limits but the clock on " + runtime.GOOS)
	}
	for _, job := range []string{"hoard", "spin", "dive", "exit"} {
		answer, err := bounded.Run(context.Background(), job, nil, small)
		if !errors.Is(err, bounded.ErrLimit) {
			t.Errorf("%s: answer of %d bytes, %v; want ErrLimit", job, len(answer), err)
		}
	}
	if answer, err := bounded.Run(context.Background(), "echo", []byte("a"), small); err != nil || string(answer) != "A" {
		t.Errorf("afterwards: %q, %v", answer, err)
	}
}

// What takes no CPU is ended by the clock; what nobody waits for any more, at
// once.
func TestEndedByTheClock(t *testing.T) {
	if _, err := bounded.Run(context.Background(), "wait", nil, small); !errors.Is(err, bounded.ErrLimit) {
		t.Errorf("waited for ever: %v", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := bounded.Run(ctx, "echo", nil, small); err == nil {
		t.Error("a cancelled run was answered")
	}
}

// BenchmarkChild is what a child costs beside the work that it does.
func BenchmarkChild(b *testing.B) {
	for b.Loop() {
		if _, err := bounded.Run(context.Background(), "echo", []byte("a"), small); err != nil {
			b.Fatal(err)
		}
	}
}
