-- name: ledger_head
SELECT seq, hash FROM ledger WHERE seq > 0 ORDER BY seq DESC LIMIT 1;

-- A detail that is not JSON becomes a blob, which the STRICT column refuses. (A CHECK may not call
-- json_valid with trusted_schema off.)
-- name: ledger_add
INSERT INTO ledger(seq, at, kind, occurrence, message, recipient, author, detail, prev_hash, hash)
VALUES(:seq, :at, :kind, :occurrence, nullif(:message, 0), :recipient, :author,
    iif(:detail IS NULL OR json_valid(:detail), :detail, x'00'), :prev_hash, :hash);

-- Four at once: half the work of one after the other. The parameters are the fields of a row in order.
-- name: ledger_add_four
INSERT INTO ledger(seq, at, kind, occurrence, message, recipient, author, detail, prev_hash, hash)
VALUES
    (?1, ?2, ?3, ?4, nullif(?5, 0), ?6, ?7,
        iif(?8 IS NULL OR json_valid(?8), ?8, x'00'), ?9, ?10),
    (?11, ?12, ?13, ?14, nullif(?15, 0), ?16, ?17,
        iif(?18 IS NULL OR json_valid(?18), ?18, x'00'), ?19, ?20),
    (?21, ?22, ?23, ?24, nullif(?25, 0), ?26, ?27,
        iif(?28 IS NULL OR json_valid(?28), ?28, x'00'), ?29, ?30),
    (?31, ?32, ?33, ?34, nullif(?35, 0), ?36, ?37,
        iif(?38 IS NULL OR json_valid(?38), ?38, x'00'), ?39, ?40);

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
