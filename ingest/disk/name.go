package disk

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// nameLength is how many characters of a name from outside are used.
const nameLength = 60

// devices are names that Windows keeps for itself, in any case and with any
// ending: CON.xlsx cannot be made.
var devices = []string{"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
	"COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM¹", "COM²", "COM³",
	"LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT¹", "LPT²", "LPT³"}

// FileName makes a name that came from outside (a task force's, a sender's
// file's) fit to be a file's on every system, without its ending: characters
// that Windows refuses and those that cannot be seen become _, blanks and
// points at the ends go, a device's name gets a _ behind it, and it is never
// longer than 60 characters nor empty. Two names may become one; FileKey
// tells.
func FileName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) || strings.ContainsRune(`\/:*?"<>|`, r) {
			return '_'
		}
		return r
	}, s)
	s = shortened(strings.Trim(s, " ."))
	if s == "" {
		return "_"
	}
	stem, rest, ended := strings.Cut(s, ".")
	if slices.Contains(devices, strings.ToUpper(strings.TrimRight(stem, " "))) {
		stem = strings.TrimRight(stem, " ") + "_"
	}
	if ended {
		stem += "." + rest
	}
	return shortened(stem) // a device's _ may be one too many
}

// shortened is a name of 60 characters at most that ends in no blank or point.
func shortened(s string) string {
	if r := []rune(s); len(r) > nameLength {
		s = strings.TrimRight(string(r[:nameLength]), " .")
	}
	return s
}

// FileKey is equal for names that would be one file's, on a system that does
// not tell capitals from small letters either.
func FileKey(s string) string { return strings.ToLower(strings.ToUpper(FileName(s))) }
