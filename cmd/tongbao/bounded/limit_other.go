//go:build !linux && !windows

package bounded

// limit has nothing to hold by here: Run's clock alone ends the child, and the
// collector keeps to the memory it was told of.
func limit(Limits) error { return nil }
