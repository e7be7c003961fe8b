-- name: begin
BEGIN IMMEDIATE;

-- name: commit
COMMIT;

-- name: rollback
ROLLBACK;

-- name: part_begin
SAVEPOINT part;

-- name: part_keep
RELEASE part;

-- name: meta_get
SELECT value FROM meta WHERE key = :key;

-- name: meta_put
INSERT INTO meta(key, value) VALUES(:key, :value)
ON CONFLICT(key) DO UPDATE SET value = excluded.value;

-- name: waiting_occurrence
SELECT min(next_at) AS next_at FROM occurrence WHERE next_at IS NOT NULL;

-- name: waiting_job
SELECT min(next_at) AS next_at FROM job WHERE next_at IS NOT NULL;

-- name: waiting_notice
SELECT min(next_at) AS next_at FROM notice WHERE message IS NULL AND next_at IS NOT NULL;

-- name: waiting_message
SELECT min(next_at) AS next_at FROM (
    SELECT min(next_at) AS next_at FROM message
    WHERE channel = 'mail' AND state = 'queued' AND next_at IS NOT NULL
    UNION ALL
    SELECT min(next_at) FROM message
    WHERE channel = 'webhook' AND state = 'queued' AND next_at IS NOT NULL);

-- name: job_put
INSERT INTO job(department, kind, subject, next_at)
VALUES(:department, :kind, :subject, :next_at)
ON CONFLICT(department, kind, subject) DO UPDATE SET next_at = excluded.next_at;

-- name: job_due
SELECT * FROM job WHERE next_at IS NOT NULL AND next_at <= :now ORDER BY next_at LIMIT :limit;

-- name: job_list
SELECT * FROM job WHERE department = :department ORDER BY kind, subject;

-- name: job_remove
DELETE FROM job WHERE department = :department AND kind = :kind AND subject = :subject;

-- name: job_hasten
INSERT INTO job(department, kind, subject, next_at)
VALUES(:department, :kind, :subject, :next_at)
ON CONFLICT(department, kind, subject) DO UPDATE
SET next_at = min(ifnull(next_at, excluded.next_at), excluded.next_at);
