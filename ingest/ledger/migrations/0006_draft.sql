-- 送审稿 made where documents are signed by hand: what the signer was shown, so
-- that nothing else is issued under the signature unnoticed. A draft made for
-- looking at only (--draft) is not here.
CREATE TABLE draft (
  id       INTEGER PRIMARY KEY,
  kind     TEXT NOT NULL,
  period   TEXT NOT NULL,
  number   INTEGER NOT NULL CHECK (number >= 1), -- 第n稿
  at       TEXT NOT NULL,
  manifest TEXT NOT NULL,
  data     TEXT NOT NULL, -- figures as shown
  UNIQUE (kind, period, number)
) STRICT;
CREATE TRIGGER draft_no_update BEFORE UPDATE ON draft BEGIN SELECT RAISE(ABORT, 'drafts never change'); END;
CREATE TRIGGER draft_no_delete BEFORE DELETE ON draft BEGIN SELECT RAISE(ABORT, 'drafts never go'); END;
