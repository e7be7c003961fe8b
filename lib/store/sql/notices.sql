-- name: notice_add
INSERT INTO notice(occurrence, stage, anchor, role, unit, department, recipient, day, created_at,
    next_at, message)
VALUES(:occurrence, :stage, :anchor, :role, :unit, :department, :recipient, :day, :created_at,
    :next_at, NULL)
ON CONFLICT(occurrence, stage, anchor, role, recipient) DO NOTHING;

-- The index by instant: cost follows what is due. Duplicates are few steps of the sorter.
-- name: notice_due_recipient
SELECT DISTINCT department, recipient FROM notice INDEXED BY notice_next
WHERE message IS NULL AND next_at IS NOT NULL AND next_at <= :now
ORDER BY department, recipient LIMIT :limit;

-- name: notice_due
SELECT * FROM notice
WHERE message IS NULL AND next_at IS NOT NULL AND next_at <= :now
    AND department = :department AND recipient = :recipient
ORDER BY id LIMIT :limit;

-- name: notice_attach
UPDATE notice SET message = :message WHERE id = :id;

-- name: notice_detach
UPDATE notice SET message = NULL, next_at = NULL WHERE id = :id;

-- What was dropped, or is in a mail that was cancelled, before it was known that it is to be said after all.
-- name: notice_revive
UPDATE notice SET message = NULL, next_at = :at
WHERE occurrence = :occurrence AND anchor = :anchor AND day >= :day
    AND ((message IS NULL AND next_at IS NULL)
        OR (message IS NOT NULL AND (SELECT state FROM message WHERE message.id = notice.message) = 'cancelled'));

-- name: notice_defer
UPDATE notice SET next_at = :next_at WHERE id = :id AND message IS NULL;

-- name: notice_bring_back
UPDATE notice SET next_at = :at
WHERE message IS NULL AND next_at IS NOT NULL AND next_at > :at;

-- name: notice_move
UPDATE notice SET message = :to WHERE message IS NOT NULL AND message = :from;

-- name: notice_of_message
SELECT * FROM notice WHERE message IS NOT NULL AND message = :message ORDER BY id LIMIT :limit;

-- name: notice_of_occurrence
SELECT * FROM notice WHERE occurrence = :occurrence ORDER BY id LIMIT :limit;
