-- Version 7. Targets, and what was measured of them.

CREATE TABLE target(
    id         TEXT PRIMARY KEY,
    code       TEXT    NOT NULL,
    plan       TEXT    NOT NULL REFERENCES plan(id),
    stt        TEXT    NOT NULL,
    position   INTEGER NOT NULL,
    indicator  TEXT    NOT NULL,
    comparator TEXT    NOT NULL CHECK(comparator IN ('>', '>=', '<=', '=', '+')),
    value      INTEGER NOT NULL, -- ten-thousandths, as the next amounts
    unit       TEXT    NOT NULL,
    per        TEXT    NOT NULL,
    from_year  INTEGER NOT NULL,
    to_year    INTEGER NOT NULL,
    verbatim   TEXT    NOT NULL,
    ceiling    INTEGER,
    created    INTEGER,
    withdrawn  INTEGER NOT NULL
) STRICT;
CREATE INDEX target_plan ON target(plan, position, id);
CREATE INDEX target_task ON target(plan, stt);
CREATE INDEX target_code ON target(code);

-- Append-only: a correction names what it stands for.
CREATE TABLE measurement(
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    target      TEXT    NOT NULL REFERENCES target(id),
    baseline    INTEGER NOT NULL,
    day         INTEGER NOT NULL,
    value       INTEGER NOT NULL,
    document    TEXT    NOT NULL,
    author      TEXT    NOT NULL,
    recorded_at INTEGER NOT NULL,
    corrects    INTEGER REFERENCES measurement(id)
) STRICT;
CREATE INDEX measurement_target ON measurement(target, baseline DESC, day, id);
CREATE UNIQUE INDEX measurement_corrects ON measurement(corrects) WHERE corrects IS NOT NULL;

CREATE TRIGGER measurement_never_changes BEFORE UPDATE ON measurement
BEGIN
    SELECT raise(ABORT, 'measurements are append-only');
END;
CREATE TRIGGER measurement_never_shrinks BEFORE DELETE ON measurement
BEGIN
    SELECT raise(ABORT, 'measurements are append-only');
END;
