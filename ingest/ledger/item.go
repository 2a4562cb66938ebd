package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"

	"tongbao/ingest"
)

// Item is a supervision item as the ledger keeps it: what is searched by
// stands in fields, the whole of it in Content, which rules/supervise writes
// and reads.
type Item struct {
	ID        string // 督办〔2023〕21号
	Year      int
	Serial    int
	TaskForce string
	Code      string        // the scheme's 督查 row
	Period    ingest.Period // month it was raised for
	Raised    ingest.Date
	Due       ingest.Date // zero for none
	Status    string
	Closed    bool
	Content   json.RawMessage
	// Told is Content as the document prints it, where a month issued again
	// tells how the item stood then; nil where that is Content.
	Told json.RawMessage
}

// putItem brings an item to the state that a document leaves it in. What an
// item is about never changes, only how it stands: a number that another item
// has is refused, or that one would be lost.
func putItem(ctx context.Context, tx *writing, document int64, i Item) error {
	if i.Content == nil {
		i.Content = json.RawMessage("{}")
	}
	done, err := tx.ExecContext(ctx, `INSERT INTO item (id, year, serial, task_force, code, period, raised, due, status, closed, content) VALUES (?,?,?,?,?,?,?,?,?,?,?)
		ON CONFLICT (id) DO UPDATE SET due = excluded.due, status = excluded.status, closed = excluded.closed, content = excluded.content
		WHERE item.task_force = excluded.task_force AND item.code = excluded.code AND item.period = excluded.period AND item.raised = excluded.raised`,
		i.ID, i.Year, i.Serial, i.TaskForce, i.Code, i.Period.String(), i.Raised.String(), i.Due.String(), i.Status, i.Closed, string(i.Content))
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n != 1 {
		return errors.Join(err, fmt.Errorf("督办编号%s已经用于另一事项，没有改动", i.ID))
	}
	tx.wroteRow("item", i.ID)
	_, err = tx.ExecContext(ctx, "INSERT INTO item_state (item, document, status, closed, content, told) VALUES (?,?,?,?,?,?)",
		i.ID, document, i.Status, i.Closed, string(i.Content), nullText(string(i.Told)))
	return err
}

const itemColumns = "i.id, i.year, i.serial, i.task_force, i.code, i.period, i.raised, i.due, i.status, i.closed, i.content"

func scanItem(row scanner) (Item, error) {
	var i Item
	var period, raised, due, content string
	err := row.Scan(&i.ID, &i.Year, &i.Serial, &i.TaskForce, &i.Code, &period, &raised, &due, &i.Status, &i.Closed, &content)
	i.Content = json.RawMessage(content)
	return i, errors.Join(err, i.Period.UnmarshalText([]byte(period)), i.Raised.UnmarshalText([]byte(raised)), i.Due.UnmarshalText([]byte(due)))
}

// OpenItems returns the items of a task force that are not closed, by number;
// "" asks for all task forces.
func (l *Ledger) OpenItems(ctx context.Context, taskForce string) ([]Item, error) {
	query := "SELECT " + itemColumns + " FROM item i INDEXED BY item_open WHERE closed = 0 ORDER BY year, serial"
	args := []any{}
	if taskForce != "" {
		query = "SELECT " + itemColumns + " FROM item i WHERE closed = 0 AND task_force = ? ORDER BY year, serial"
		args = append(args, taskForce)
	}
	list, err := collect(ctx, l.reader, scanItem, query, args...)
	return list, l.failed(err)
}

const itemsTold = "SELECT i.id, i.year, i.serial, i.task_force, i.code, i.period, i.raised, i.due, s.status, s.closed, coalesce(s.told, s.content) FROM item_state s JOIN item i ON i.id = s.item WHERE s.document = ? ORDER BY i.year, i.serial"

// ItemsTold returns the items that a document told, by number, as it told them.
func (l *Ledger) ItemsTold(ctx context.Context, document int64) ([]Item, error) {
	list, err := collect(ctx, l.reader, scanItem, itemsTold, document)
	return list, l.failed(err)
}

// Items returns the items raised for the months from..to, by number.
func (l *Ledger) Items(ctx context.Context, from, to ingest.Period) ([]Item, error) {
	list, err := collect(ctx, l.reader, scanItem, "SELECT "+itemColumns+" FROM item i WHERE i.period BETWEEN ? AND ? ORDER BY year, serial", from.String(), to.String())
	return list, l.failed(err)
}

// absent says in the usual words that a row is not there.
func absent(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fs.ErrNotExist
	}
	return err
}
