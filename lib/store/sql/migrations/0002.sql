-- Version 2. What is wrong with dondoc itself, while it lasts; and what a daily mail superseded.

CREATE TABLE condition(
    kind       TEXT    NOT NULL,
    subject    TEXT    NOT NULL,
    department TEXT    NOT NULL,
    detail     TEXT    NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen  INTEGER NOT NULL,
    ends_at    INTEGER,
    told_at    INTEGER,
    PRIMARY KEY(kind, subject)
) STRICT, WITHOUT ROWID;

CREATE INDEX message_successor ON message(superseded_by) WHERE superseded_by IS NOT NULL;
