-- Of a return that was taken in after its due hour while nothing had run over
-- it: when the file in the inbox was last changed, before that hour, and the
-- intake before. Evidence for the office to weigh; nothing is judged by it.
ALTER TABLE arrival ADD COLUMN placed_at TEXT;
ALTER TABLE arrival ADD COLUMN idle_since TEXT;
