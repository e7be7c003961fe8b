-- name: ledger_head
SELECT seq, hash FROM ledger WHERE seq > 0 ORDER BY seq DESC LIMIT 1;

-- A detail that is not JSON becomes a blob, which the STRICT column refuses. (A CHECK may not call
-- json_valid with trusted_schema off.)
-- name: ledger_add
INSERT INTO ledger(seq, at, kind, occurrence, message, recipient, author, detail, prev_hash, hash)
VALUES(:seq, :at, :kind, :occurrence, nullif(:message, 0), :recipient, :author,
    iif(:detail IS NULL OR json_valid(:detail), :detail, x'00'), :prev_hash, :hash);

-- name: ledger_all
SELECT * FROM ledger
WHERE seq > :after AND (:to IS NULL OR at < :to)
ORDER BY seq LIMIT :limit;

-- Clocks are set back, so seq does not follow at: from the first entry of a span on, all are looked at.
-- name: ledger_first
SELECT min(+seq) AS seq FROM ledger WHERE at >= :from;

-- name: ledger_span
SELECT * FROM ledger
WHERE seq > :after AND +at >= :from AND (:to IS NULL OR at < :to)
ORDER BY seq LIMIT :limit;

-- name: ledger_of_occurrence
SELECT * FROM ledger
WHERE occurrence = :occurrence AND seq > :after
    AND (:from IS NULL OR at >= :from) AND (:to IS NULL OR at < :to)
    AND (:recipient IS NULL OR recipient = :recipient)
    AND (:message = 0 OR message = :message)
ORDER BY seq LIMIT :limit;

-- name: ledger_of_recipient
SELECT * FROM ledger
WHERE recipient = :recipient AND seq > :after
    AND (:from IS NULL OR at >= :from) AND (:to IS NULL OR at < :to)
ORDER BY seq LIMIT :limit;

-- name: ledger_of_message
SELECT * FROM ledger
WHERE message = :message AND seq > :after
    AND (:from IS NULL OR at >= :from) AND (:to IS NULL OR at < :to)
    AND (:recipient IS NULL OR recipient = :recipient)
ORDER BY seq LIMIT :limit;

-- name: ledger_last_seq
SELECT seq FROM sqlite_sequence WHERE name = 'ledger';
