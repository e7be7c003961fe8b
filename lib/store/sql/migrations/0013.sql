-- Version 13. What a person opened again stays open against the values that were known then.

ALTER TABLE occurrence ADD COLUMN held_value INTEGER NOT NULL DEFAULT 0;
