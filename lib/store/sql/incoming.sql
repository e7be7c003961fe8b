-- name: incoming_add
INSERT INTO incoming(source, id, fingerprint, author, at, type, time, department, document_number,
    document_day, document_organ, document_ident, subject, received, due, unit, task, plan, stt,
    period, response_number, response_day, response_organ, response_ident, outcome, occurrence,
    occurrence_due, code, reason, remedy)
VALUES(:source, :id, :fingerprint, :author, :at, :type, :time, :department, :document_number,
    :document_day, :document_organ, :document_ident, :subject, :received, :due, :unit, :task, :plan,
    :stt, :period, :response_number, :response_day, :response_organ, :response_ident, :outcome,
    :occurrence, :occurrence_due, :code, :reason, :remedy);

-- name: incoming_find
SELECT * FROM incoming WHERE source = :source AND id = :id;

-- name: incoming_get
SELECT * FROM incoming WHERE number = :number;

-- name: incoming_settle
UPDATE incoming SET settled = :settled, settled_at = :settled_at, settled_by = :settled_by,
    settled_note = :settled_note, settled_occurrence = :settled_occurrence
WHERE number = :number AND outcome = 'pending' AND settled IS NULL;

-- name: incoming_pending
SELECT * FROM incoming INDEXED BY incoming_waiting
WHERE outcome = 'pending' AND settled IS NULL AND number > :after
    AND (:department IS NULL OR department = :department)
ORDER BY number LIMIT :limit;

-- name: incoming_count
SELECT count(*) AS n FROM (
    SELECT 1 FROM incoming INDEXED BY incoming_waiting
    WHERE outcome = 'pending' AND settled IS NULL AND number > 0 LIMIT :limit);

-- name: incoming_list
SELECT * FROM incoming WHERE number < :before ORDER BY number DESC LIMIT :limit;

-- name: incoming_forget
DELETE FROM incoming WHERE number IN (
    SELECT number FROM incoming
    WHERE at < :before AND (outcome <> 'pending' OR settled IS NOT NULL)
    ORDER BY at LIMIT :limit);
