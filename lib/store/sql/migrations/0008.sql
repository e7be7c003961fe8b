-- Version 8. An event can leave in the shape that its receiver expects: as it was when it was made, over
-- all retries. NULL: POST to the endpoint's own address, as a CloudEvent.

ALTER TABLE message ADD COLUMN method TEXT;
ALTER TABLE message ADD COLUMN path TEXT;
ALTER TABLE message ADD COLUMN content_type TEXT;
-- What it tells of, when it is no mail.
ALTER TABLE message ADD COLUMN occurrence TEXT;
