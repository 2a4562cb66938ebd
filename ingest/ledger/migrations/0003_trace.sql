-- What each figure of an issued document rests on, so that a cell is followed
-- to the documents that printed it without making them again. Content is JSON,
-- compressed. A document issued before this table has no row.
CREATE TABLE document_trace (
  document INTEGER PRIMARY KEY REFERENCES document (id),
  content  BLOB NOT NULL
) STRICT;
CREATE TRIGGER document_trace_no_update BEFORE UPDATE ON document_trace BEGIN SELECT RAISE(ABORT, 'documents never change'); END;
CREATE TRIGGER document_trace_no_delete BEFORE DELETE ON document_trace BEGIN SELECT RAISE(ABORT, 'documents never go'); END;
