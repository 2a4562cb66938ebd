package bounded

import (
	"errors"
	"time"

	"golang.org/x/sys/unix"
)

// limit bounds this process. Soft and hard bound are one: the Go runtime takes
// the signal of the soft one and goes on. Memory is bounded by what is filled
// (RLIMIT_DATA), since Go reserves address space far beyond what it uses.
func limit(l Limits) error {
	seconds, bytes := uint64(l.CPU/time.Second), uint64(l.Memory)
	return errors.Join(
		unix.Setrlimit(unix.RLIMIT_CPU, &unix.Rlimit{Cur: seconds, Max: seconds}),
		unix.Setrlimit(unix.RLIMIT_DATA, &unix.Rlimit{Cur: bytes, Max: bytes}),
		unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}),
	)
}
