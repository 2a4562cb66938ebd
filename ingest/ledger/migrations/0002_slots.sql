-- A failed slot is due again; done and skipped are for good. What failed and
-- why stays in the audit.
DROP TRIGGER slot_no_rerun;
CREATE TRIGGER slot_no_rerun BEFORE UPDATE ON slot WHEN OLD.outcome IN ('done', 'skipped') BEGIN SELECT RAISE(ABORT, 'a slot runs once'); END;

-- A program that looks every few minutes would fill this table: the runs of
-- one verb on one day share a row, whose time only moves forward.
DROP TRIGGER run_no_update;
CREATE TRIGGER run_forward BEFORE UPDATE ON run
  WHEN NEW.id <> OLD.id OR NEW.what <> OLD.what OR NEW.at < OLD.at OR substr(NEW.at, 1, 10) <> substr(OLD.at, 1, 10)
  BEGIN SELECT RAISE(ABORT, 'runs never change'); END;

-- When a job that every run does was last done: intake. Its due times pass too
-- often for a row each.
CREATE TABLE pulse (
  job     TEXT PRIMARY KEY,
  at      TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('done', 'failed')),
  reason  TEXT NOT NULL
) STRICT;

CREATE INDEX document_of_time ON document (issued_at);
