-- name: message_add
INSERT INTO message(ident, class, channel, department, recipient, day, subject, thread, state,
    attempts, next_at, created_at, undelivered_since, superseded_by, last_code, last_reply,
    last_at, delivered_at, told_at, by_hand, method, path, content_type, occurrence)
VALUES(:ident, :class, :channel, :department, :recipient, :day, :subject, :thread, :state,
    :attempts, :next_at, :created_at, :undelivered_since, nullif(:superseded_by, 0), :last_code,
    :last_reply, :last_at, :delivered_at, :told_at, :by_hand, :method, :path, :content_type, :occurrence);

-- name: message_body_add
INSERT INTO message_body(message, body) VALUES(:message, :body);

-- name: message_get
SELECT message.*, body FROM message LEFT JOIN message_body ON message_body.message = message.id
WHERE message.id = :id;

-- name: message_head
SELECT * FROM message WHERE id = :id;

-- The mails of earlier days whose notices a mail took over.
-- name: message_superseded
SELECT * FROM message WHERE superseded_by IS NOT NULL AND superseded_by = :id ORDER BY id LIMIT :limit;

-- name: message_by_ident
SELECT message.*, body FROM message LEFT JOIN message_body ON message_body.message = message.id
WHERE ident = :ident;

-- name: message_daily
SELECT * FROM message
WHERE class = 'daily' AND state <> 'superseded' AND department = :department
    AND recipient = :recipient AND day = :day;

-- By what waits, not by all that the recipient ever got. Of a later day: a clock was ahead.
-- name: message_stale
SELECT * FROM message INDEXED BY message_recipient
WHERE class = 'daily' AND department = :department AND recipient = :recipient AND day <> :day
    AND channel = 'mail' AND state = 'queued' AND ifnull(next_at, 1) > 0
ORDER BY day, id LIMIT 1000;

-- name: outbox_due
SELECT message.*, body FROM message LEFT JOIN message_body ON message_body.message = message.id
WHERE state = 'queued' AND next_at IS NOT NULL AND next_at <= :now AND channel = :channel
ORDER BY next_at, id LIMIT :limit;

-- name: outbox_due_recipient
SELECT message.*, body FROM message LEFT JOIN message_body ON message_body.message = message.id
WHERE state = 'queued' AND next_at <= :now AND channel = :channel AND recipient = :recipient
ORDER BY next_at, id LIMIT :limit;

-- What outbox_due and outbox_due_recipient find in the same transaction, at one blow.
-- name: outbox_claim
UPDATE message SET state = 'sending', attempts = attempts + 1
WHERE id IN (
    SELECT id FROM message
    WHERE state = 'queued' AND next_at IS NOT NULL AND next_at <= :now AND channel = :channel
    ORDER BY next_at, id LIMIT :limit);

-- name: outbox_claim_recipient
UPDATE message SET state = 'sending', attempts = attempts + 1
WHERE id IN (
    SELECT id FROM message
    WHERE state = 'queued' AND next_at <= :now AND channel = :channel AND recipient = :recipient
    ORDER BY next_at, id LIMIT :limit);

-- Loose scan: each step seeks the next recipient of the queue, so a deep queue costs no more than a
-- shallow one.
-- name: outbox_recipients
WITH RECURSIVE queued(name) AS (
    SELECT min(recipient) FROM message WHERE state = 'queued' AND channel = :channel
    UNION ALL
    SELECT (SELECT min(recipient) FROM message
            WHERE state = 'queued' AND channel = :channel AND recipient > queued.name)
    FROM queued WHERE queued.name IS NOT NULL
)
SELECT name AS recipient, (SELECT min(next_at) FROM message
    WHERE state = 'queued' AND channel = :channel AND recipient = queued.name) AS next_at
FROM queued WHERE name IS NOT NULL;

-- name: outbox_recipient_next
SELECT min(next_at) AS next_at FROM message
WHERE state = 'queued' AND channel = :channel AND recipient = :recipient;

-- Claimed, and given back before a byte of it left: that was no attempt.
-- name: outbox_release
UPDATE message SET state = 'queued', attempts = max(attempts - 1, 0)
WHERE id = :id AND state = 'sending';

-- name: outbox_put_back
UPDATE message SET state = 'queued', attempts = max(attempts - 1, 0), next_at = :next_at
WHERE id = :id AND state = 'sending';

-- name: outbox_next
SELECT min(next_at) AS next_at FROM message
WHERE channel = :channel AND state = 'queued' AND next_at IS NOT NULL;

-- 0: first of all. What was in flight may have left: message_stale lets it leave again, as itself.
-- name: outbox_recover
UPDATE message SET state = 'queued', next_at = 0 WHERE state = 'sending';

-- name: message_result
UPDATE message SET state = :state, next_at = :next_at, last_code = :code, last_reply = :reply,
    last_at = :at, delivered_at = CASE WHEN :state = 'delivered' THEN :at END,
    undelivered_since = CASE WHEN :state = 'delivered' THEN NULL ELSE undelivered_since END
WHERE id = :id AND state = 'sending';

-- What a relay had taken came back: it never arrived, and the office has not heard of it.
-- name: message_bounce
UPDATE message SET state = 'failed', next_at = NULL, last_code = :code, last_reply = :reply,
    last_at = :at, delivered_at = NULL, told_at = NULL,
    undelivered_since = ifnull(undelivered_since, created_at)
WHERE id = :id AND state = 'delivered';

-- name: message_supersede
UPDATE message SET state = 'superseded', superseded_by = nullif(:by, 0), next_at = NULL,
    last_at = :at
WHERE id = :id AND (state = 'queued' OR (state = 'superseded' AND superseded_by IS NULL));

-- Only those are read and judged one by one; what is no occurrence always is.
-- name: message_moved
SELECT EXISTS(
    SELECT 1 FROM notice INDEXED BY notice_message
    LEFT JOIN occurrence ON occurrence.id = notice.occurrence
    WHERE notice.message IS NOT NULL AND notice.message = :message
        AND (occurrence.id IS NULL OR occurrence.outcome <> 'open'
            OR occurrence.due_order <> notice.anchor OR occurrence.acked_at IS NOT NULL)) AS moved;

-- name: message_cancel
UPDATE message SET state = 'cancelled', next_at = NULL, last_at = :at, last_reply = :reason
WHERE id = :id AND state IN ('queued', 'failed');

-- name: message_retry
UPDATE message SET state = 'queued', next_at = :at, by_hand = 1
WHERE id = :id AND state IN ('queued', 'failed');

-- name: message_told
UPDATE message SET told_at = :at WHERE id = :id;

-- name: outbox_pause
UPDATE message SET next_at = CASE WHEN :until IS NULL THEN NULL ELSE max(next_at, :until) END
WHERE state = 'queued' AND channel = :channel AND recipient = :recipient;

-- name: outbox_unpark
UPDATE message SET next_at = :at
WHERE state = 'queued' AND channel = :channel AND recipient = :recipient AND next_at IS NULL;

-- name: message_untold
SELECT * FROM message
WHERE told_at IS NULL AND (state = 'queued' OR state = 'sending' OR state = 'failed')
    AND undelivered_since IS NOT NULL AND (state = 'failed' OR undelivered_since < :before
        OR (state = 'queued' AND next_at IS NULL))
ORDER BY undelivered_since LIMIT :limit;

-- name: message_told_still
SELECT 1 AS found FROM message
WHERE department = :department AND told_at IS NOT NULL
    AND (state = 'queued' OR state = 'sending' OR state = 'failed')
LIMIT 1;

-- name: message_list
SELECT * FROM message
WHERE id < :before
    AND (:department IS NULL OR department = :department)
    AND (:recipient IS NULL OR recipient = :recipient)
    AND (:from IS NULL OR created_at >= :from) AND (:to IS NULL OR created_at < :to)
ORDER BY id DESC LIMIT :limit;

-- name: message_list_state
SELECT * FROM message
WHERE state = :state AND id < :before
    AND (:department IS NULL OR department = :department)
    AND (:recipient IS NULL OR recipient = :recipient)
    AND (:from IS NULL OR created_at >= :from) AND (:to IS NULL OR created_at < :to)
ORDER BY id DESC LIMIT :limit;

-- name: outbox_count
SELECT count(*) AS n FROM message WHERE state = :state;

-- Whatever was delivered in all the years does not matter to it.
-- name: outbox_waits
SELECT EXISTS(SELECT 1 FROM message WHERE state = 'queued')
    OR EXISTS(SELECT 1 FROM message WHERE state = 'sending') AS n;

-- name: endpoint_put
INSERT INTO endpoint(name, disabled, reason, paused_until, failures, changed_at)
VALUES(:name, :disabled, :reason, :paused_until, :failures, :changed_at)
ON CONFLICT(name) DO UPDATE SET disabled = excluded.disabled, reason = excluded.reason,
    paused_until = excluded.paused_until, failures = excluded.failures,
    changed_at = excluded.changed_at;

-- name: endpoint_standing
INSERT INTO endpoint(name, disabled, reason, paused_until, failures, changed_at)
VALUES(:name, 0, NULL, :paused_until, :failures, :changed_at)
ON CONFLICT(name) DO UPDATE SET paused_until = excluded.paused_until, failures = excluded.failures;

-- name: endpoint_get
SELECT * FROM endpoint WHERE name = :name;

-- name: endpoint_all
SELECT * FROM endpoint ORDER BY name;

-- name: outbox_put_off_dailies
UPDATE message SET next_at = :at
WHERE channel = 'mail' AND class = 'daily' AND day > :day AND state = 'queued' AND next_at > 0;

-- name: outbox_bring_back
UPDATE message SET next_at = :at
WHERE channel = :channel AND state = 'queued' AND next_at IS NOT NULL AND next_at > :at;
