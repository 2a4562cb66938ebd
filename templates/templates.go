// Package templates holds what is data, not code: the default scheme and
// register as tables, wording, sample data, fonts. It knows nobody.
package templates
