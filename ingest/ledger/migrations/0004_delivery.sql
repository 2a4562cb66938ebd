-- What goes out to people, a row a message: owed in the transaction of its
-- cause (an arrival, a document, a reminder), so that it is neither forgotten
-- nor owed twice. The id is made of what is delivered. Content is JSON, NULL
-- until it is put together, and never changes then. Workspaces that are older
-- than this table owe nothing for what happened before it.
CREATE TABLE message (
  id         TEXT PRIMARY KEY CHECK (length(id) = 64),
  kind       TEXT NOT NULL, -- receipt, reminder, or the kind of the document
  task_force TEXT NOT NULL, -- '' for one that is no task force's
  period     TEXT NOT NULL,
  at         TEXT NOT NULL, -- when it came to be owed
  arrival    INTEGER REFERENCES arrival (id),
  document   INTEGER REFERENCES document (id),
  content    TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX message_open ON message (at) WHERE content IS NULL;
CREATE INDEX message_of_time ON message (at);

-- How a message reaches one address; '' where there is none.
CREATE TABLE delivery (
  message  TEXT NOT NULL REFERENCES message (id),
  address  TEXT NOT NULL,
  state    TEXT NOT NULL CHECK (state IN ('manual', 'waiting', 'sent', 'failed')),
  attempts INTEGER NOT NULL CHECK (attempts >= 0),
  next_at  TEXT NOT NULL, -- not to be tried before; '' unless waiting
  ended_at TEXT NOT NULL, -- '' while waiting
  server   INTEGER NOT NULL CHECK (server IN (0, 1)), -- the last attempt failed for every message, not for this one
  reason   TEXT NOT NULL, -- why by hand, or why not yet, or why not; Chinese
  shown    INTEGER NOT NULL CHECK (shown IN (0, 1)), -- the outbox tells this state
  PRIMARY KEY (message, address)
) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_waiting ON delivery (next_at) WHERE state = 'waiting';
CREATE INDEX delivery_unshown ON delivery (message) WHERE shown = 0;
CREATE INDEX delivery_failed ON delivery (ended_at) WHERE state = 'failed';

-- The folder that mail is sent from. A copy of the workspace elsewhere must
-- not send again what the original has sent since.
CREATE TABLE sending_from (
  id   INTEGER PRIMARY KEY CHECK (id = 1),
  path TEXT NOT NULL
) STRICT;

CREATE TRIGGER message_no_delete BEFORE DELETE ON message BEGIN SELECT RAISE(ABORT, 'messages never go'); END;
CREATE TRIGGER message_once BEFORE UPDATE ON message
  WHEN OLD.content IS NOT NULL OR NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.at <> OLD.at OR NEW.arrival IS NOT OLD.arrival OR NEW.document IS NOT OLD.document
  BEGIN SELECT RAISE(ABORT, 'messages never change'); END;
CREATE TRIGGER delivery_no_delete BEFORE DELETE ON delivery BEGIN SELECT RAISE(ABORT, 'deliveries never go'); END;
CREATE TRIGGER delivery_once BEFORE UPDATE OF state ON delivery
  WHEN OLD.state IN ('sent', 'manual') AND NEW.state <> OLD.state
  BEGIN SELECT RAISE(ABORT, 'what is sent is sent'); END;
