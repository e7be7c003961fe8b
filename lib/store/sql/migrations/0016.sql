-- Version 16. A daily mail that waits is made anew, on its day, when some of what it says has moved.

DROP INDEX message_daily;
CREATE UNIQUE INDEX message_daily ON message(recipient, department, day)
    WHERE class = 'daily' AND state <> 'superseded';
