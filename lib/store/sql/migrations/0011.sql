-- Version 11. The same conditions, spelled as SQLite checks them quickly: for IN with more than two words it
-- builds a table at each write. The rows are as they are; only how their schema is written changes.

DROP INDEX message_untold;
CREATE INDEX message_untold ON message(undelivered_since)
    WHERE told_at IS NULL AND (state = 'queued' OR state = 'sending' OR state = 'failed');
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql,
    'CHECK(outcome IN (''open'', ''done'', ''withdrawn'', ''exempt''))',
    'CHECK(outcome = ''open'' OR outcome = ''done'' OR outcome = ''withdrawn'' OR outcome = ''exempt'')')
WHERE type = 'table' AND name = 'occurrence';
UPDATE sqlite_schema SET sql = replace(sql, 'CHECK(state IN
        (''queued'', ''sending'', ''delivered'', ''failed'', ''superseded'', ''cancelled''))',
    'CHECK(state = ''queued'' OR state = ''sending'' OR state = ''delivered'' OR state = ''failed''
        OR state = ''superseded'' OR state = ''cancelled'')')
WHERE type = 'table' AND name = 'message';
UPDATE sqlite_schema SET sql = replace(sql, 'CHECK(comparator IN (''>'', ''>='', ''<='', ''='', ''+''))',
    'CHECK(comparator = ''>'' OR comparator = ''>='' OR comparator = ''<='' OR comparator = ''=''
        OR comparator = ''+'')')
WHERE type = 'table' AND name = 'target';
PRAGMA writable_schema = RESET;
