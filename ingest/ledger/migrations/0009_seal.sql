-- What was written, sealed: each transaction of the program adds a row that
-- names every row it wrote with the SHA-256 of what that says (JSON: table, key,
-- digest) and is chained to the seal before it. So a row that is changed,
-- removed or put in by another program is found by verify, whatever it did to
-- the guards; who writes the whole chain anew is found by any copy of its head
-- (Ledger.Head). What stood here before this table is sealed when it is made:
-- what became of it until then, nobody can tell. Not sealed: when runs were
-- (run, pulse), what only saves work (judged_again), the folder that mail is
-- sent from; and blobs, whose name is their SHA-256.
CREATE TABLE seal (
  id    INTEGER PRIMARY KEY CHECK (id >= 1), -- without gaps
  lines TEXT NOT NULL,
  chain TEXT NOT NULL CHECK (length(chain) = 64)
) STRICT;
CREATE TRIGGER seal_no_update BEFORE UPDATE ON seal BEGIN SELECT RAISE(ABORT, 'seals never change'); END;
CREATE TRIGGER seal_no_delete BEFORE DELETE ON seal BEGIN SELECT RAISE(ABORT, 'seals never go'); END;
