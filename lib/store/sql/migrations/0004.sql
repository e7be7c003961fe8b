-- Version 4. What a person sends by hand leaves at any hour.

ALTER TABLE message ADD COLUMN by_hand INTEGER NOT NULL DEFAULT 0;
