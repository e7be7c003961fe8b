-- Version 12. How a target stood when that was last looked at: a change is told once.

ALTER TABLE target ADD COLUMN state TEXT;
