-- Version 15. What the office was told of and still does not arrive: a handful.

CREATE INDEX message_told_still ON message(department)
    WHERE told_at IS NOT NULL AND (state = 'queued' OR state = 'sending' OR state = 'failed');
