package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Rewound is a copy of a ledger that is taken back in time, so that a document
// can be made again from what was known when it was issued. The copy is
// written to as a real ledger is; the ledger it came from is not touched.
type Rewound struct{ *Ledger }

// Rewind copies the ledger into a new file, to be taken back with Before. The
// copy's triggers are gone: nothing but a rehearsal may use it.
func (l *Ledger) Rewind(ctx context.Context, to string) (*Rewound, error) {
	if err := copyWhole(ctx, l.reader, to); err != nil {
		return nil, err
	}
	const quick = "_pragma=foreign_keys(0)&_pragma=synchronous(OFF)&_pragma=journal_mode(WAL)&_pragma=busy_timeout(10000)"
	c := &Ledger{path: to, Who: l.Who}
	var err error
	if c.writer, err = sql.Open("sqlite", address(to, "rw", quick+"&_txlock=immediate")); err != nil {
		return nil, c.failed(err)
	}
	c.writer.SetMaxOpenConns(1)
	if c.reader, err = sql.Open("sqlite", address(to, "ro", quick)); err != nil {
		return nil, c.failed(errors.Join(err, c.writer.Close()))
	}
	if err := c.dropTriggers(ctx); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return &Rewound{c}, nil
}

func (l *Ledger) dropTriggers(ctx context.Context) error {
	names, err := collect(ctx, l.writer, scanText, "SELECT name FROM sqlite_schema WHERE type = 'trigger'")
	for _, name := range names {
		if err == nil {
			_, err = l.writer.ExecContext(ctx, `DROP TRIGGER "`+name+`"`)
		}
	}
	return l.failed(err)
}

// The order of everything is the audit's: one line an arrival and one a
// document, in the transaction of the deed, so the n-th line of a kind is that
// of the n-th row.
const backTo = `
CREATE TEMP TABLE IF NOT EXISTS bound (document INTEGER, arrival INTEGER);
DELETE FROM bound;
INSERT INTO bound SELECT ?1, (SELECT count(*) FROM audit WHERE what = 'post' AND id <
	(SELECT id FROM audit WHERE what = 'issue' ORDER BY id LIMIT 1 OFFSET (SELECT count(*) FROM document WHERE id < ?1)));
DELETE FROM arrival WHERE id NOT IN (SELECT id FROM arrival ORDER BY id LIMIT (SELECT arrival FROM bound));
DELETE FROM version WHERE id NOT IN (SELECT version FROM arrival WHERE version IS NOT NULL);
DELETE FROM judged_again WHERE version NOT IN (SELECT id FROM version);
DELETE FROM document_version WHERE document >= (SELECT document FROM bound);
DELETE FROM document_trace WHERE document >= (SELECT document FROM bound);
DELETE FROM document_file WHERE document >= (SELECT document FROM bound);
DELETE FROM item_state WHERE document >= (SELECT document FROM bound);
DELETE FROM item WHERE id NOT IN (SELECT item FROM item_state);
UPDATE item SET (status, closed, content) = (SELECT status, closed, content FROM item_state WHERE item = item.id ORDER BY document DESC LIMIT 1);
DELETE FROM document WHERE id >= (SELECT document FROM bound);
DELETE FROM audit WHERE what = 'issue' AND id NOT IN (SELECT id FROM audit WHERE what = 'issue' ORDER BY id LIMIT (SELECT count(*) FROM document));
`

// Before takes the copy back to the moment before a document was issued.
// Whatever was issued in the copy since goes as well. Going forward again is
// impossible: ask from the last document to the first.
func (r *Rewound) Before(ctx context.Context, document int64) error {
	return r.write(ctx, func(tx *writing) error {
		_, err := tx.ExecContext(ctx, backTo, document)
		if err != nil {
			err = fmt.Errorf("回到第%d件签发之前：%w", document, err)
		}
		return err
	})
}
