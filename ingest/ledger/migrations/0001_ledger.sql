-- The ledger. Times are RFC 3339 in +08:00 to the second, so that text order
-- is time order; days are 2023-09-05, months 2023-09. JSON columns are written
-- and read by the program; every column that is searched stands by itself.

-- When the program ran: the last row is the earliest time the next run may have.
CREATE TABLE run (
  id   INTEGER PRIMARY KEY,
  at   TEXT NOT NULL,
  what TEXT NOT NULL
) STRICT;

-- A version of a return: one task force, one month, one content.
CREATE TABLE version (
  id          INTEGER PRIMARY KEY,
  task_force  TEXT NOT NULL,
  period      TEXT NOT NULL CHECK (period GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]'),
  number      INTEGER NOT NULL CHECK (number >= 1),
  sha256      TEXT NOT NULL CHECK (length(sha256) = 64),
  file        TEXT NOT NULL,
  received_at TEXT NOT NULL,
  status      TEXT NOT NULL CHECK (status IN ('accepted', 'accepted_with_warnings', 'returned')),
  after_issue INTEGER NOT NULL CHECK (after_issue IN (0, 1)), -- a document of its month was out already
  scheme      TEXT NOT NULL, -- digests it was judged under
  register    TEXT NOT NULL,
  content     TEXT NOT NULL, -- ingest.Return
  findings    TEXT NOT NULL, -- finding.List
  UNIQUE (task_force, period, number),
  UNIQUE (task_force, period, sha256)
) STRICT;
CREATE INDEX version_of_month ON version (period, task_force, number);
CREATE INDEX version_of_file ON version (sha256);
CREATE INDEX version_accepted ON version (task_force, period, number) WHERE status <> 'returned';

-- Every file that came, whatever became of it.
CREATE TABLE arrival (
  id          INTEGER PRIMARY KEY,
  sha256      TEXT NOT NULL CHECK (length(sha256) = 64),
  size        INTEGER NOT NULL CHECK (size >= 0),
  name        TEXT NOT NULL,
  received_at TEXT NOT NULL,
  verdict     TEXT NOT NULL CHECK (verdict IN ('return', 'duplicate', 'unreadable')),
  version     INTEGER REFERENCES version (id), -- made (return) or met again (duplicate)
  findings    TEXT NOT NULL,                   -- of an unreadable file
  finished_at TEXT,                            -- receipt written and inbox cleared
  CHECK (verdict <> 'return' OR version IS NOT NULL)
) STRICT;
CREATE INDEX arrival_of_file ON arrival (sha256);
CREATE INDEX arrival_of_version ON arrival (version);
CREATE INDEX arrival_unfinished ON arrival (id) WHERE finished_at IS NULL;
CREATE INDEX arrival_unreadable ON arrival (received_at) WHERE verdict = 'unreadable';

-- Issued documents. What was not issued (drafts) is not here.
CREATE TABLE document (
  id         INTEGER PRIMARY KEY,
  kind       TEXT NOT NULL,
  period     TEXT NOT NULL, -- 2023-09, 2023Q3, 2023
  task_force TEXT NOT NULL, -- '' for a document about all
  edition    INTEGER NOT NULL CHECK (edition >= 1),
  status     TEXT NOT NULL CHECK (status IN ('issued', 'reissued', 'published', 'final')),
  number     TEXT,          -- 发文字号
  series     TEXT,          -- what numbers are counted by
  year       INTEGER,
  serial     INTEGER CHECK (serial >= 1),
  issued_at  TEXT NOT NULL,
  manifest   TEXT NOT NULL,
  data       TEXT NOT NULL, -- figures as published
  UNIQUE (kind, period, task_force, edition),
  UNIQUE (number),
  UNIQUE (series, year, serial)
) STRICT;
CREATE INDEX document_of_period ON document (period);

-- Which return versions a document rests on.
CREATE TABLE document_version (
  document INTEGER NOT NULL REFERENCES document (id),
  version  INTEGER NOT NULL REFERENCES version (id),
  PRIMARY KEY (document, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_of_version ON document_version (version);

-- Bytes by content, so that asking again gives the same file though out/ be lost.
CREATE TABLE blob (
  sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
  bytes  BLOB NOT NULL
) STRICT;

CREATE TABLE document_file (
  document INTEGER NOT NULL REFERENCES document (id),
  path     TEXT NOT NULL, -- under the workspace, with slashes
  sha256   TEXT NOT NULL REFERENCES blob (sha256),
  size     INTEGER NOT NULL,
  PRIMARY KEY (document, path)
) STRICT, WITHOUT ROWID;

-- Supervision items as last known, and every state they were in.
CREATE TABLE item (
  id         TEXT PRIMARY KEY, -- 督办〔2023〕21号
  year       INTEGER NOT NULL,
  serial     INTEGER NOT NULL CHECK (serial >= 1),
  task_force TEXT NOT NULL,
  code       TEXT NOT NULL,
  period     TEXT NOT NULL, -- month it was raised for
  raised     TEXT NOT NULL, -- day
  due        TEXT NOT NULL, -- day, '' for none
  status     TEXT NOT NULL,
  closed     INTEGER NOT NULL CHECK (closed IN (0, 1)),
  content    TEXT NOT NULL,
  UNIQUE (year, serial)
) STRICT;
CREATE INDEX item_open ON item (task_force) WHERE closed = 0;
CREATE INDEX item_raised ON item (task_force, code, period);
CREATE INDEX item_of_month ON item (period);

CREATE TABLE item_state (
  item     TEXT NOT NULL REFERENCES item (id),
  document INTEGER NOT NULL REFERENCES document (id),
  status   TEXT NOT NULL,
  closed   INTEGER NOT NULL,
  content  TEXT NOT NULL,
  PRIMARY KEY (item, document)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_state_of_document ON item_state (document);

-- One due occurrence of a job: begun without an outcome is interrupted.
CREATE TABLE slot (
  job      TEXT NOT NULL,
  due      TEXT NOT NULL,
  begun_at TEXT NOT NULL,
  ended_at TEXT,
  outcome  TEXT CHECK (outcome IN ('done', 'failed', 'skipped')),
  reason   TEXT NOT NULL,
  PRIMARY KEY (job, due),
  CHECK ((ended_at IS NULL) = (outcome IS NULL))
) STRICT, WITHOUT ROWID;

-- The office's workbooks and wording as they were used, by digest.
CREATE TABLE snapshot (
  kind    TEXT NOT NULL,
  sha256  TEXT NOT NULL CHECK (length(sha256) = 64),
  at      TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (kind, sha256)
) STRICT;

CREATE TABLE audit (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  at     TEXT NOT NULL,
  who    TEXT NOT NULL,
  what   TEXT NOT NULL,
  detail TEXT NOT NULL -- JSON
) STRICT;

-- What has been written stays as it was written.
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER version_no_update BEFORE UPDATE ON version BEGIN SELECT RAISE(ABORT, 'versions never change'); END;
CREATE TRIGGER version_no_delete BEFORE DELETE ON version BEGIN SELECT RAISE(ABORT, 'versions never go'); END;
CREATE TRIGGER arrival_update BEFORE UPDATE OF id, sha256, size, name, received_at, verdict, version, findings ON arrival BEGIN SELECT RAISE(ABORT, 'arrivals never change'); END;
CREATE TRIGGER arrival_no_delete BEFORE DELETE ON arrival BEGIN SELECT RAISE(ABORT, 'arrivals never go'); END;
CREATE TRIGGER document_no_update BEFORE UPDATE ON document BEGIN SELECT RAISE(ABORT, 'documents never change'); END;
CREATE TRIGGER document_no_delete BEFORE DELETE ON document BEGIN SELECT RAISE(ABORT, 'documents never go'); END;
CREATE TRIGGER document_file_no_update BEFORE UPDATE ON document_file BEGIN SELECT RAISE(ABORT, 'documents never change'); END;
CREATE TRIGGER document_file_no_delete BEFORE DELETE ON document_file BEGIN SELECT RAISE(ABORT, 'documents never go'); END;
CREATE TRIGGER document_version_no_update BEFORE UPDATE ON document_version BEGIN SELECT RAISE(ABORT, 'documents never change'); END;
CREATE TRIGGER document_version_no_delete BEFORE DELETE ON document_version BEGIN SELECT RAISE(ABORT, 'documents never go'); END;
CREATE TRIGGER blob_no_update BEFORE UPDATE ON blob BEGIN SELECT RAISE(ABORT, 'bytes never change'); END;
CREATE TRIGGER blob_no_delete BEFORE DELETE ON blob BEGIN SELECT RAISE(ABORT, 'bytes never go'); END;
CREATE TRIGGER item_state_no_update BEFORE UPDATE ON item_state BEGIN SELECT RAISE(ABORT, 'states never change'); END;
CREATE TRIGGER item_state_no_delete BEFORE DELETE ON item_state BEGIN SELECT RAISE(ABORT, 'states never go'); END;
CREATE TRIGGER slot_no_rerun BEFORE UPDATE ON slot WHEN OLD.outcome IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a slot runs once'); END;
CREATE TRIGGER slot_no_delete BEFORE DELETE ON slot BEGIN SELECT RAISE(ABORT, 'slots never go'); END;
CREATE TRIGGER run_no_update BEFORE UPDATE ON run BEGIN SELECT RAISE(ABORT, 'runs never change'); END;
CREATE TRIGGER run_no_delete BEFORE DELETE ON run BEGIN SELECT RAISE(ABORT, 'runs never go'); END;
CREATE TRIGGER snapshot_no_update BEFORE UPDATE ON snapshot BEGIN SELECT RAISE(ABORT, 'snapshots never change'); END;
CREATE TRIGGER snapshot_no_delete BEFORE DELETE ON snapshot BEGIN SELECT RAISE(ABORT, 'snapshots never go'); END;
