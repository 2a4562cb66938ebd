package ledger

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"strings"
)

// The chain of seals (migrations/0009): every transaction of this program
// names what it wrote, so that whatever another one wrote stands out.

// writing is a transaction and the rows that it wrote so far.
type writing struct {
	*sql.Tx
	wrote []rowKey
	noted map[string]bool // sealName of those
}

// rowKey is a row of a sealed table.
type rowKey struct {
	table string
	key   []string
}

// wroteRow notes a row to be sealed with the transaction. Whoever inserts or
// changes a row of a sealed table calls it; verify finds those who do not.
func (w *writing) wroteRow(table string, key ...any) {
	row := rowKey{table: table}
	for _, k := range key {
		row.key = append(row.key, fmt.Sprint(k))
	}
	name := sealName(table, row.key)
	if w.noted[name] {
		return
	}
	if w.noted == nil {
		w.noted = map[string]bool{}
	}
	w.noted[name] = true
	w.wrote = append(w.wrote, row)
}

// sealedTable is a table whose rows are sealed.
type sealedTable struct {
	name string
	key  []string
	but  string   // a column that tells nothing worth a seal
	with []string // tables whose rows of the same document belong to the row
}

var sealedTables = []sealedTable{
	{name: "audit", key: []string{"id"}},
	{name: "arrival", key: []string{"id"}},
	{name: "version", key: []string{"id"}},
	{name: "document", key: []string{"id"}, with: []string{"document_version ORDER BY version", "document_file ORDER BY path", "document_trace", "item_state ORDER BY item"}},
	{name: "item", key: []string{"id"}},
	{name: "draft", key: []string{"id"}},
	{name: "slot", key: []string{"job", "due"}},
	{name: "snapshot", key: []string{"kind", "sha256"}},
	{name: "message", key: []string{"id"}},
	{name: "delivery", key: []string{"message", "address"}, but: "shown"},
}

// seal seals what the transaction wrote.
func (w *writing) seal(ctx context.Context) error {
	if len(w.wrote) == 0 {
		return nil
	}
	lines := make([][]string, 0, len(w.wrote))
	for _, row := range w.wrote {
		t := sealedTables[slices.IndexFunc(sealedTables, func(t sealedTable) bool { return t.name == row.table })]
		args := []any{}
		for _, k := range row.key {
			args = append(args, k)
		}
		var sum string
		err := t.each(ctx, w, "WHERE "+strings.Join(t.key, " = ? AND ")+" = ?", args, func(r sealedRow) error { sum = r.digest; return nil })
		if err == nil && sum == "" {
			err = fmt.Errorf("封存 %s %v：没有这一行", row.table, row.key)
		}
		if err != nil {
			return err
		}
		lines = append(lines, slices.Concat([]string{row.table}, row.key, []string{sum}))
	}
	w.wrote = nil
	return addSeal(ctx, w, lines)
}

func addSeal(ctx context.Context, w *writing, lines [][]string) error {
	text, err := json.Marshal(lines)
	if err != nil {
		return err
	}
	last, err := headOf(ctx, w)
	if err != nil {
		return err
	}
	next := Head{Seal: last.Seal + 1}
	next.Chain = link(last.Chain, next.Seal, string(text))
	_, err = w.ExecContext(ctx, "INSERT INTO seal (id, lines, chain) VALUES (?, ?, ?)", next.Seal, string(text), next.Chain)
	return err
}

// link is the chain's value at a seal.
func link(before string, id int64, lines string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%d\n%s", before, id, lines))
	return hex.EncodeToString(sum[:])
}

// sealBatch is how many rows of before the seals go into one of them.
const sealBatch = 500

// upgraded is the only line of the first seal of a ledger that is older than
// the seals: it counts the rows that were there.
const upgraded = "upgraded"

// sealExisting seals what a ledger holds that had no seals yet.
func sealExisting(ctx context.Context, tx *sql.Tx) error {
	w := &writing{Tx: tx}
	rows := 0
	for _, t := range sealedTables {
		var n int
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM "+t.name).Scan(&n); err != nil {
			return err
		}
		rows += n
	}
	if rows == 0 {
		return nil
	}
	if err := addSeal(ctx, w, [][]string{{upgraded, fmt.Sprint(rows)}}); err != nil {
		return err
	}
	for _, t := range sealedTables {
		var lines [][]string
		if err := t.each(ctx, w, "", nil, func(r sealedRow) error {
			lines = append(lines, slices.Concat([]string{t.name}, r.key, []string{r.digest}))
			return nil
		}); err != nil {
			return err
		}
		for batch := range slices.Chunk(lines, sealBatch) {
			if err := addSeal(ctx, w, batch); err != nil {
				return err
			}
		}
	}
	return nil
}

// sealedRow is a row as it stands.
type sealedRow struct {
	key     []string
	digest  string
	columns map[string]string // the short ones, to name it by
}

// each goes through rows of the table in the order of their keys. Documents
// carry rows of other tables, which are asked for when those have been read: a
// transaction has one question open at a time.
func (t sealedTable) each(ctx context.Context, from source, where string, args []any, f func(sealedRow) error) error {
	rows, err := from.QueryContext(ctx, "SELECT * FROM "+t.name+" "+where+" ORDER BY "+strings.Join(t.key, ", "), args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var waiting []sealedRow
	var sums []hash.Hash
	err = eachRow(rows, func(columns []string, values []any) error {
		r, h := sealedRow{columns: map[string]string{}}, sha256.New()
		for i, c := range columns {
			text, isText := values[i].(string)
			if number, ok := values[i].(int64); ok {
				text, isText = fmt.Sprint(number), true
			}
			if isText && len(text) < 200 {
				r.columns[c] = text
			}
		}
		for _, k := range t.key {
			r.key = append(r.key, r.columns[k])
		}
		writeRow(h, columns, values, t.but)
		if t.with != nil {
			waiting, sums = append(waiting, r), append(sums, h)
			return nil
		}
		r.digest = hex.EncodeToString(h.Sum(nil))
		return f(r)
	})
	if err = errors.Join(err, rows.Close()); err != nil {
		return err
	}
	for i, r := range waiting {
		for _, with := range t.with {
			table, order, _ := strings.Cut(with, " ")
			rows, err := from.QueryContext(ctx, "SELECT * FROM "+table+" WHERE document = ? "+order, r.key[0])
			if err != nil {
				return err
			}
			io.WriteString(sums[i], table+"\n")
			err = eachRow(rows, func(columns []string, values []any) error {
				writeRow(sums[i], columns, values, "")
				return nil
			})
			if err = errors.Join(err, rows.Close()); err != nil {
				return err
			}
		}
		r.digest = hex.EncodeToString(sums[i].Sum(nil))
		if err := f(r); err != nil {
			return err
		}
	}
	return nil
}

func eachRow(rows *sql.Rows, f func(columns []string, values []any) error) error {
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if err := f(columns, values); err != nil {
			return err
		}
	}
	return rows.Err()
}

// writeRow writes what a row says, each value with its column's name, its type
// and its length. Columns without a value are left out, so that one added later
// changes nothing of the rows before it.
func writeRow(w io.Writer, columns []string, values []any, but string) {
	for i, c := range columns {
		if values[i] == nil || c == but {
			continue
		}
		text, kind := fmt.Sprint(values[i]), "n"
		switch v := values[i].(type) {
		case string:
			text, kind = v, "t"
		case []byte:
			text, kind = string(v), "b"
		}
		fmt.Fprintf(w, "%s %s %d %s\n", c, kind, len(text), text)
	}
	io.WriteString(w, "\n")
}

// Head is where the chain of seals ends: kept elsewhere, it proves later that
// the ledger still says what it said then (Held).
type Head struct {
	Seal  int64  `json:"seal"`  // how many seals there are
	Chain string `json:"chain"` // 64 hex digits; "" of none
}

func headOf(ctx context.Context, from source) (h Head, err error) {
	err = from.QueryRowContext(ctx, "SELECT id, chain FROM seal ORDER BY id DESC LIMIT 1").Scan(&h.Seal, &h.Chain)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return h, err
}

// Head is the end of the chain as it stands, the zero Head of a ledger from
// before the seals: those of its copy (Older) are not its own yet.
func (l *Ledger) Head(ctx context.Context) (Head, error) {
	if there, err := hasSeals(ctx, l.asItStands()); err != nil || !there {
		return Head{}, l.failed(err)
	}
	h, err := headOf(ctx, l.asItStands())
	return h, l.failed(err)
}

func hasSeals(ctx context.Context, from source) (there bool, err error) {
	err = from.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'seal')").Scan(&there)
	return there, err
}

// SealAt is the seal of a number, the zero Head where the ledger has not come
// so far.
func (l *Ledger) SealAt(ctx context.Context, seal int64) (Head, error) {
	h := Head{Seal: seal}
	err := l.reader.QueryRowContext(ctx, "SELECT chain FROM seal WHERE id = ?", seal).Scan(&h.Chain)
	if errors.Is(err, sql.ErrNoRows) {
		return Head{}, nil
	}
	return h, l.failed(err)
}

// Seals is what Sealed finds.
type Seals struct {
	Head   Head
	Before int      // rows that were there before the ledger had seals
	Breaks []Breach // what is not as it was sealed
}

// Breach is a row, or a seal, that this program did not leave so.
type Breach struct {
	How   string // one of the Breach… constants
	Table string
	Key   []string
	Row   map[string]string // its short columns; nil of one that is gone
}

// How a row can be other than it was sealed.
const (
	BreachChanged  = "changed"
	BreachRemoved  = "removed"
	BreachAdded    = "added"
	BreachUnlinked = "unlinked" // a seal does not follow from the one before it
	BreachNoSeals  = "no_seals" // there is no table of them
)

// Sealed holds every row against its last seal and every seal against the one
// before it, as of one moment.
func (l *Ledger) Sealed(ctx context.Context) (s Seals, err error) {
	tx, err := l.reader.BeginTx(ctx, nil)
	if err != nil {
		return s, l.failed(err)
	}
	defer tx.Rollback()
	there, err := hasSeals(ctx, tx)
	if err != nil {
		return s, l.failed(err)
	}
	if !there {
		s.Breaks = []Breach{{How: BreachNoSeals}}
		return s, nil
	}
	seals := map[string]string{} // table and key -> digest
	if err := s.follow(ctx, tx, seals); err != nil {
		return s, l.failed(err)
	}
	for _, t := range sealedTables {
		err := t.each(ctx, tx, "", nil, func(r sealedRow) error {
			name := sealName(t.name, r.key)
			sum, known := seals[name]
			delete(seals, name)
			switch {
			case !known:
				s.Breaks = append(s.Breaks, Breach{BreachAdded, t.name, r.key, r.columns})
			case sum != r.digest:
				s.Breaks = append(s.Breaks, Breach{BreachChanged, t.name, r.key, r.columns})
			}
			return nil
		})
		if err != nil {
			return s, l.failed(err)
		}
	}
	var gone []Breach
	for name := range seals {
		parts := strings.Split(name, "\x00")
		gone = append(gone, Breach{How: BreachRemoved, Table: parts[0], Key: parts[1:]})
	}
	slices.SortFunc(gone, func(a, b Breach) int {
		return cmp.Or(strings.Compare(a.Table, b.Table), cmp.Compare(len(a.Key[0]), len(b.Key[0])), slices.Compare(a.Key, b.Key))
	})
	s.Breaks = append(s.Breaks, gone...)
	if l.older != nil {
		s.Head, err = l.Head(ctx)
	}
	return s, err
}

func sealName(table string, key []string) string {
	return table + "\x00" + strings.Join(key, "\x00")
}

// follow reads the chain from its beginning.
func (s *Seals) follow(ctx context.Context, from source, seals map[string]string) error {
	rows, err := from.QueryContext(ctx, "SELECT id, lines, chain FROM seal ORDER BY id")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var at Head
		var text string
		if err := rows.Scan(&at.Seal, &text, &at.Chain); err != nil {
			return err
		}
		var lines [][]string
		unreadable := json.Unmarshal([]byte(text), &lines)
		if unreadable != nil || at.Seal != s.Head.Seal+1 || at.Chain != link(s.Head.Chain, at.Seal, text) {
			s.Breaks = append(s.Breaks, Breach{How: BreachUnlinked, Table: "seal", Key: []string{fmt.Sprint(at.Seal)}})
		}
		s.Head = at
		for _, line := range lines {
			switch {
			case len(line) == 2 && line[0] == upgraded && at.Seal == 1:
				fmt.Sscan(line[1], &s.Before)
			case len(line) > 2:
				seals[sealName(line[0], line[1:len(line)-1])] = line[len(line)-1]
			}
		}
	}
	return rows.Err()
}
