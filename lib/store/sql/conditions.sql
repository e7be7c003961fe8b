-- name: condition_has
SELECT 1 AS found FROM condition WHERE kind = :kind AND subject = :subject;

-- What was told stays told while the condition lasts.
-- name: condition_put
INSERT INTO condition(kind, subject, department, detail, first_seen, last_seen, ends_at, told_at)
VALUES(:kind, :subject, :department, :detail, :last_seen, :last_seen, :ends_at, NULL)
ON CONFLICT(kind, subject) DO UPDATE SET department = excluded.department,
    detail = excluded.detail, last_seen = excluded.last_seen, ends_at = excluded.ends_at;

-- name: condition_end
DELETE FROM condition WHERE kind = :kind AND subject = :subject;

-- name: condition_expire
DELETE FROM condition WHERE ends_at IS NOT NULL AND ends_at <= :now;

-- name: condition_told
UPDATE condition SET told_at = :at WHERE kind = :kind AND subject = :subject;

-- name: condition_all
SELECT * FROM condition ORDER BY kind, subject;
