package output

// rehearsals make each kind of document from sample data, so that faulty
// wording is found before anything depends on it.
var rehearsals = []func(*Wording) error{}
