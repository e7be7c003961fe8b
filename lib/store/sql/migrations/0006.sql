-- Version 6. The papers that assigned a task or started a term.

CREATE TABLE origin(
    occurrence   TEXT PRIMARY KEY,
    department   TEXT NOT NULL,
    document     TEXT NOT NULL,
    document_key TEXT NOT NULL,
    issued       INTEGER,
    sender       TEXT,
    ident        TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX origin_document ON origin(department, document_key);
CREATE INDEX origin_ident ON origin(department, ident) WHERE ident IS NOT NULL;
