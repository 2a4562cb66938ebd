// Tongbao turns the monthly Excel returns of investment-promotion task forces
// into the circular, the ranking and the assessment that their leadership
// office issues.
package main

func main() {}
