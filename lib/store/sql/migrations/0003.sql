-- Version 3. Silences; answers to reminders; what a clock that was wrong hid.

CREATE TABLE silence(
    id         INTEGER PRIMARY KEY,
    department TEXT    NOT NULL,
    unit       TEXT,
    plan       TEXT,
    stt        TEXT,
    until      INTEGER NOT NULL,
    reason     TEXT    NOT NULL,
    author     TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    ended_at   INTEGER,
    ended_by   TEXT
) STRICT;
CREATE INDEX silence_live ON silence(department, until) WHERE ended_at IS NULL;

ALTER TABLE occurrence ADD COLUMN acked_at INTEGER;
ALTER TABLE occurrence ADD COLUMN acked_by TEXT;
ALTER TABLE occurrence ADD COLUMN acked_note TEXT;
-- stages after this day were passed over in silence
ALTER TABLE occurrence ADD COLUMN silenced_since INTEGER;
-- what `created` was before the clock was set back behind it
ALTER TABLE occurrence ADD COLUMN created_was INTEGER;
CREATE INDEX occurrence_silenced ON occurrence(department, id) WHERE silenced_since IS NOT NULL;
CREATE INDEX occurrence_recreated ON occurrence(id) WHERE created_was IS NOT NULL;
