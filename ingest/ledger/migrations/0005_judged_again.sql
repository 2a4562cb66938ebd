-- A refused return can be judged anew from its kept bytes, once the scheme or
-- the register is another: what passes then is the next version, of the same
-- bytes. So bytes no longer tell versions of a month apart; sent_at is when
-- they first came, by which lateness is judged, and reason is why they were
-- judged again ('' for what somebody sent). The arrival of such a version is
-- the program's own.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE version_kept AS SELECT * FROM version;
DROP TABLE version;
CREATE TABLE version (
  id          INTEGER PRIMARY KEY,
  task_force  TEXT NOT NULL,
  period      TEXT NOT NULL CHECK (period GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]'),
  number      INTEGER NOT NULL CHECK (number >= 1),
  sha256      TEXT NOT NULL CHECK (length(sha256) = 64),
  file        TEXT NOT NULL,
  received_at TEXT NOT NULL, -- since when it counts
  status      TEXT NOT NULL CHECK (status IN ('accepted', 'accepted_with_warnings', 'returned')),
  after_issue INTEGER NOT NULL CHECK (after_issue IN (0, 1)), -- a document of its month was out already
  scheme      TEXT NOT NULL, -- digests it was judged under
  register    TEXT NOT NULL,
  content     TEXT NOT NULL, -- ingest.Return
  findings    TEXT NOT NULL, -- finding.List
  sent_at     TEXT NOT NULL,
  reason      TEXT NOT NULL,
  UNIQUE (task_force, period, number),
  CHECK (reason <> '' OR sent_at = received_at)
) STRICT;
INSERT INTO version SELECT id, task_force, period, number, sha256, file, received_at, status, after_issue, scheme, register, content, findings, received_at, '' FROM version_kept ORDER BY id;
DROP TABLE version_kept;
CREATE INDEX version_of_month ON version (period, task_force, number);
CREATE INDEX version_of_file ON version (sha256);
CREATE INDEX version_accepted ON version (task_force, period, number) WHERE status <> 'returned';
CREATE INDEX version_refused ON version (task_force, period, number) WHERE status = 'returned';
CREATE UNIQUE INDEX version_sent ON version (task_force, period, sha256) WHERE reason = '';
CREATE TRIGGER version_no_update BEFORE UPDATE ON version BEGIN SELECT RAISE(ABORT, 'versions never change'); END;
CREATE TRIGGER version_no_delete BEFORE DELETE ON version BEGIN SELECT RAISE(ABORT, 'versions never go'); END;

-- Under which workbooks a refused version was last judged anew and refused
-- again, so that a run does not read it every time.
CREATE TABLE judged_again (
  version  INTEGER PRIMARY KEY REFERENCES version (id),
  scheme   TEXT NOT NULL,
  register TEXT NOT NULL,
  at       TEXT NOT NULL
) STRICT;
