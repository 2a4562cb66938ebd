// Package check judges a return: required fields, ranges, the scheme's rules,
// what earlier months and other task forces say. It yields findings; it never
// changes a value.
package check
