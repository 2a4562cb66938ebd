package scheme

// index finds the rows of a task force. A country has 20,000 of them and
// 140,000 targets, and each is asked for by each.
type index[T any] struct {
	rows []T // that it is of
	at   map[string][]int
}

// indexOf is built once a list is complete.
func indexOf[T any](rows []T, code func(*T) string) index[T] {
	x := index[T]{rows, make(map[string][]int, len(rows))}
	for i := range rows {
		x.at[code(&rows[i])] = append(x.at[code(&rows[i])], i)
	}
	return x
}

// of gives a task force's rows in order, out of the list as it stands now: one
// that has been put in the place of the indexed one is looked through.
func (x index[T]) of(rows []T, code string, codeOf func(*T) string) func(yield func(*T) bool) {
	return func(yield func(*T) bool) {
		if len(rows) > 0 && len(rows) == len(x.rows) && &rows[0] == &x.rows[0] {
			for _, i := range x.at[code] {
				if !yield(&rows[i]) {
					return
				}
			}
			return
		}
		for i := range rows {
			if codeOf(&rows[i]) == code && !yield(&rows[i]) {
				return
			}
		}
	}
}

func codeOf(t *TaskForce) string { return t.Code }

func aimedBy(t *Target) string { return t.TaskForce }
