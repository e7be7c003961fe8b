-- Version 9. What a load of a plan depended on, so that an unchanged plan is not compared again.

ALTER TABLE plan ADD COLUMN fingerprint TEXT NOT NULL DEFAULT '';
ALTER TABLE plan ADD COLUMN amendments TEXT NOT NULL DEFAULT '';
ALTER TABLE plan ADD COLUMN live_rows INTEGER NOT NULL DEFAULT 0;
ALTER TABLE plan ADD COLUMN unsettled_rows INTEGER NOT NULL DEFAULT 0;
ALTER TABLE plan ADD COLUMN occurrences INTEGER NOT NULL DEFAULT 0;
-- A load does not compare what is over; what is open again it must.
CREATE TRIGGER occurrence_reopened AFTER UPDATE OF outcome ON occurrence
WHEN NEW.outcome = 'open' AND OLD.outcome <> 'open'
BEGIN
    UPDATE plan SET fingerprint = '' WHERE id = NEW.plan;
END;
