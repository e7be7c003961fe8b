-- Version 1. Once released a migration is never edited: a change is a new file.
-- Days are day numbers (days since 1970-01-01), instants milliseconds since then, both UTC-free
-- as include/cal and include/base say; NULL is "none". Words are those of the C enums.

CREATE TABLE upgrade(
    version INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    program TEXT    NOT NULL
) STRICT;

CREATE TABLE meta(
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE plan(
    id           TEXT PRIMARY KEY,
    department   TEXT    NOT NULL,
    number       TEXT    NOT NULL,
    issued       INTEGER,
    title        TEXT    NOT NULL,
    from_year    INTEGER NOT NULL,
    to_year      INTEGER NOT NULL,
    regime       TEXT    NOT NULL,
    policy       TEXT    NOT NULL,
    file         TEXT    NOT NULL,
    content_hash TEXT    NOT NULL,
    closed       INTEGER,
    first_loaded INTEGER NOT NULL,
    loaded_at    INTEGER NOT NULL,
    withdrawn    INTEGER NOT NULL
) STRICT;

CREATE TABLE task(
    plan          TEXT    NOT NULL REFERENCES plan(id),
    stt           TEXT    NOT NULL,
    position      INTEGER NOT NULL,
    grp           TEXT    NOT NULL,
    content       TEXT    NOT NULL,
    product       TEXT    NOT NULL,
    lead          TEXT    NOT NULL,
    coordinating  TEXT    NOT NULL,
    time          TEXT    NOT NULL,
    time_fix      TEXT    NOT NULL,
    status        TEXT    NOT NULL,
    reason        TEXT    NOT NULL,
    unread        TEXT    NOT NULL,
    unknown_units TEXT    NOT NULL,
    hash          TEXT    NOT NULL,
    joint         INTEGER NOT NULL,
    continuous    INTEGER NOT NULL,
    withdrawn     INTEGER NOT NULL,
    UNIQUE(plan, stt)
) STRICT;
CREATE INDEX task_order ON task(plan, position);
CREATE INDEX task_unsettled ON task(plan, position) WHERE status <> 'understood' AND withdrawn = 0;

CREATE TABLE task_party(
    plan     TEXT    NOT NULL,
    stt      TEXT    NOT NULL,
    role     TEXT    NOT NULL,
    position INTEGER NOT NULL,
    unit     TEXT    NOT NULL,
    PRIMARY KEY(plan, stt, role, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX task_party_unit ON task_party(plan, role, unit, stt);

CREATE TABLE occurrence(
    seq        INTEGER PRIMARY KEY, -- the order in which they were added
    id         TEXT    NOT NULL UNIQUE,
    department TEXT    NOT NULL,
    plan       TEXT    NOT NULL,
    stt        TEXT    NOT NULL,
    parent     TEXT,
    unit       TEXT,
    has_shares INTEGER NOT NULL,
    collect    INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    every      TEXT,
    period     TEXT,
    label      TEXT,
    start      INTEGER,
    due        INTEGER,
    act_by     INTEGER,
    due_source TEXT    NOT NULL,
    first_due  INTEGER,
    reason     TEXT,
    created    INTEGER,
    outcome    TEXT    NOT NULL CHECK(outcome IN ('open', 'done', 'withdrawn', 'exempt')),
    waiting    INTEGER NOT NULL,
    rolls      INTEGER NOT NULL,
    returned   INTEGER NOT NULL,
    done_on    INTEGER,
    done_at    INTEGER,
    document   TEXT,
    note       TEXT,
    code       TEXT UNIQUE,
    said_until INTEGER,
    next_at    INTEGER,
    -- what lists are ordered by: undated ones last
    due_order  INTEGER GENERATED ALWAYS AS (ifnull(due, 2147483647)) VIRTUAL
) STRICT;
CREATE INDEX occurrence_next ON occurrence(next_at) WHERE next_at IS NOT NULL;
CREATE INDEX occurrence_task ON occurrence(plan, stt);
CREATE INDEX occurrence_parent ON occurrence(parent) WHERE parent IS NOT NULL;
CREATE INDEX occurrence_due ON occurrence(due_order);
CREATE INDEX occurrence_open ON occurrence(department, unit, due_order) WHERE outcome = 'open';

CREATE TABLE job(
    department TEXT NOT NULL,
    kind       TEXT NOT NULL,
    subject    TEXT NOT NULL,
    next_at    INTEGER,
    PRIMARY KEY(department, kind, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX job_next ON job(next_at) WHERE next_at IS NOT NULL;

CREATE TABLE message(
    id                INTEGER PRIMARY KEY,
    ident             TEXT    NOT NULL UNIQUE,
    class             TEXT    NOT NULL,
    channel           TEXT    NOT NULL,
    department        TEXT    NOT NULL,
    recipient         TEXT    NOT NULL,
    day               INTEGER NOT NULL,
    subject           TEXT    NOT NULL,
    thread            TEXT,
    state             TEXT    NOT NULL CHECK(state IN
        ('queued', 'sending', 'delivered', 'failed', 'superseded', 'cancelled')),
    attempts          INTEGER NOT NULL,
    next_at           INTEGER,
    created_at        INTEGER NOT NULL,
    undelivered_since INTEGER,
    superseded_by     INTEGER REFERENCES message(id),
    last_code         INTEGER NOT NULL,
    last_reply        TEXT,
    last_at           INTEGER,
    delivered_at      INTEGER,
    told_at           INTEGER
) STRICT;
CREATE UNIQUE INDEX message_daily ON message(recipient, department, day) WHERE class = 'daily';
CREATE INDEX message_next ON message(channel, next_at)
    WHERE state = 'queued' AND next_at IS NOT NULL;
CREATE INDEX message_recipient ON message(channel, recipient, next_at) WHERE state = 'queued';
CREATE INDEX message_state ON message(state, id);
CREATE INDEX message_untold ON message(undelivered_since)
    WHERE told_at IS NULL AND state IN ('queued', 'sending', 'failed');

-- Apart, so that a changed state does not write the body again.
CREATE TABLE message_body(
    message INTEGER PRIMARY KEY REFERENCES message(id),
    body    BLOB NOT NULL
) STRICT;

CREATE TABLE notice(
    id         INTEGER PRIMARY KEY,
    occurrence TEXT    NOT NULL,
    stage      TEXT    NOT NULL,
    anchor     INTEGER NOT NULL,
    role       TEXT    NOT NULL,
    unit       TEXT,
    department TEXT    NOT NULL,
    recipient  TEXT    NOT NULL,
    day        INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    next_at    INTEGER,
    message    INTEGER REFERENCES message(id),
    UNIQUE(occurrence, stage, anchor, role, recipient)
) STRICT;
CREATE INDEX notice_next ON notice(next_at) WHERE message IS NULL AND next_at IS NOT NULL;
CREATE INDEX notice_recipient ON notice(department, recipient, next_at)
    WHERE message IS NULL AND next_at IS NOT NULL;
CREATE INDEX notice_message ON notice(message) WHERE message IS NOT NULL;

CREATE TABLE endpoint(
    name         TEXT PRIMARY KEY,
    disabled     INTEGER NOT NULL,
    reason       TEXT,
    paused_until INTEGER,
    failures     INTEGER NOT NULL,
    changed_at   INTEGER NOT NULL
) STRICT;

-- Append-only: the triggers hold whoever opens the file to it, the hashes show who did not.
CREATE TABLE ledger(
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    at         INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    occurrence TEXT,
    message    INTEGER,
    recipient  TEXT,
    author     TEXT,
    detail     TEXT,
    prev_hash  TEXT    NOT NULL CHECK(length(prev_hash) = 64),
    hash       TEXT    NOT NULL CHECK(length(hash) = 64)
) STRICT;
CREATE INDEX ledger_at ON ledger(at);
CREATE INDEX ledger_occurrence ON ledger(occurrence) WHERE occurrence IS NOT NULL;
CREATE INDEX ledger_message ON ledger(message) WHERE message IS NOT NULL;
CREATE INDEX ledger_recipient ON ledger(recipient) WHERE recipient IS NOT NULL;

CREATE TRIGGER ledger_follows BEFORE INSERT ON ledger
WHEN NEW.seq <> ifnull((SELECT max(seq) FROM ledger), 0) + 1
BEGIN
    SELECT raise(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER ledger_never_changes BEFORE UPDATE ON ledger
BEGIN
    SELECT raise(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER ledger_never_shrinks BEFORE DELETE ON ledger
BEGIN
    SELECT raise(ABORT, 'the ledger is append-only');
END;
