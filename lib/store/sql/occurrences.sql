-- name: occurrence_add
INSERT INTO occurrence(id, department, plan, stt, parent, unit, has_shares, collect, kind, every,
    period, label, start, due, act_by, due_source, first_due, reason, created, outcome, waiting,
    rolls, returned, done_on, done_at, document, note, code, said_until, next_at,
    acked_at, acked_by, acked_note, silenced_since, created_was, held_value)
VALUES(:id, :department, :plan, :stt, :parent, :unit, :has_shares, :collect, :kind, :every,
    :period, :label, :start, :due, :act_by, :due_source, :first_due, :reason, :created, :outcome,
    :waiting, :rolls, :returned, :done_on, :done_at, :document, :note, :code, :said_until,
    :next_at, :acked_at, :acked_by, :acked_note, :silenced_since, :created_was, :held_value);

-- name: occurrence_put
INSERT INTO occurrence(id, department, plan, stt, parent, unit, has_shares, collect, kind, every,
    period, label, start, due, act_by, due_source, first_due, reason, created, outcome, waiting,
    rolls, returned, done_on, done_at, document, note, code, said_until, next_at,
    acked_at, acked_by, acked_note, silenced_since, created_was, held_value)
VALUES(:id, :department, :plan, :stt, :parent, :unit, :has_shares, :collect, :kind, :every,
    :period, :label, :start, :due, :act_by, :due_source, :first_due, :reason, :created, :outcome,
    :waiting, :rolls, :returned, :done_on, :done_at, :document, :note, :code, :said_until,
    :next_at, :acked_at, :acked_by, :acked_note, :silenced_since, :created_was, :held_value)
ON CONFLICT(id) DO UPDATE SET department = excluded.department, plan = excluded.plan,
    stt = excluded.stt, parent = excluded.parent, unit = excluded.unit,
    has_shares = excluded.has_shares, collect = excluded.collect, kind = excluded.kind,
    every = excluded.every, period = excluded.period, label = excluded.label,
    start = excluded.start, due = excluded.due, act_by = excluded.act_by,
    due_source = excluded.due_source, first_due = excluded.first_due, reason = excluded.reason,
    created = excluded.created, outcome = excluded.outcome, waiting = excluded.waiting,
    rolls = excluded.rolls, returned = excluded.returned, done_on = excluded.done_on,
    done_at = excluded.done_at, document = excluded.document, note = excluded.note,
    code = excluded.code, said_until = excluded.said_until, next_at = excluded.next_at,
    acked_at = excluded.acked_at, acked_by = excluded.acked_by, acked_note = excluded.acked_note,
    silenced_since = excluded.silenced_since, created_was = excluded.created_was,
    held_value = excluded.held_value;

-- name: occurrence_said
UPDATE occurrence SET said_until = :said_until, next_at = :next_at WHERE id = :id;

-- name: occurrence_silenced
UPDATE occurrence SET silenced_since = :since WHERE id = :id;

-- name: occurrence_list_silenced
SELECT * FROM occurrence
WHERE silenced_since IS NOT NULL AND department = :department AND id > :after
ORDER BY id LIMIT :limit;

-- name: occurrence_list_recreated
SELECT * FROM occurrence WHERE created_was IS NOT NULL AND id > :after ORDER BY id LIMIT :limit;

-- name: occurrence_remove
DELETE FROM occurrence WHERE id = :id;

-- name: occurrence_get
SELECT * FROM occurrence WHERE id = :id;

-- name: occurrence_by_code
SELECT * FROM occurrence WHERE code = :code;

-- name: occurrence_due
SELECT * FROM occurrence WHERE next_at IS NOT NULL AND next_at <= :now
ORDER BY next_at LIMIT :limit;

-- name: occurrence_shares
SELECT * FROM occurrence WHERE parent IS NOT NULL AND parent = :parent ORDER BY id LIMIT 10000;

-- name: occurrence_share_count
SELECT count(*) AS shares, ifnull(sum(outcome = 'open'), 0) AS open_shares
FROM occurrence WHERE parent IS NOT NULL AND parent = :parent;

-- name: occurrence_of_task
SELECT * FROM occurrence WHERE plan = :plan AND stt = :stt ORDER BY id LIMIT 10000;

-- name: occurrence_of_plan
SELECT * FROM occurrence WHERE plan = :plan ORDER BY stt, id;

-- The three ways into a list; all take the same filter.
-- name: occurrence_list
SELECT * FROM occurrence
WHERE due_order BETWEEN :from AND :to
    AND (due_order, seq) >
        (:after_due, ifnull((SELECT seq FROM occurrence WHERE id = :after_id), 0))
    AND (:department IS NULL OR department = :department)
    AND (:unit IS NULL OR unit = :unit OR instr(:former, '|' || unit || '|') > 0 OR
        (:jointly AND unit IS NULL AND has_shares = 0 AND EXISTS (
            SELECT 1 FROM task_party AS party
            WHERE party.plan = occurrence.plan AND party.role = 'lead'
                AND party.stt = occurrence.stt
                AND (party.unit = :unit OR instr(:former, '|' || party.unit || '|') > 0))))
    AND (:plan IS NULL OR plan = :plan)
    AND (:outcomes IS NULL OR instr(:outcomes, outcome) > 0)
    AND (:leaves = 0 OR has_shares = 0)
ORDER BY due_order, seq LIMIT :limit;

-- name: occurrence_list_plan
SELECT * FROM occurrence INDEXED BY occurrence_task
WHERE plan = :plan
    AND due_order BETWEEN :from AND :to
    AND (due_order, seq) >
        (:after_due, ifnull((SELECT seq FROM occurrence WHERE id = :after_id), 0))
    AND (:department IS NULL OR department = :department)
    AND (:unit IS NULL OR unit = :unit OR instr(:former, '|' || unit || '|') > 0 OR
        (:jointly AND unit IS NULL AND has_shares = 0 AND EXISTS (
            SELECT 1 FROM task_party AS party
            WHERE party.plan = occurrence.plan AND party.role = 'lead'
                AND party.stt = occurrence.stt
                AND (party.unit = :unit OR instr(:former, '|' || party.unit || '|') > 0))))
    AND (:outcomes IS NULL OR instr(:outcomes, outcome) > 0)
    AND (:leaves = 0 OR has_shares = 0)
ORDER BY due_order, seq LIMIT :limit;

-- name: occurrence_list_open
SELECT * FROM occurrence INDEXED BY occurrence_open
WHERE outcome = 'open' AND department = :department AND unit IS :unit
    AND due_order BETWEEN :from AND :to
    AND (due_order, seq) >
        (:after_due, ifnull((SELECT seq FROM occurrence WHERE id = :after_id), 0))
    AND (:plan IS NULL OR plan = :plan)
    AND (:outcomes IS NULL OR instr(:outcomes, outcome) > 0)
    AND (:leaves = 0 OR has_shares = 0)
ORDER BY due_order, seq LIMIT :limit;

-- name: occurrence_count
SELECT count(*) AS n FROM occurrence
WHERE due_order BETWEEN :from AND :to
    AND (:department IS NULL OR department = :department)
    AND (:unit IS NULL OR unit = :unit OR instr(:former, '|' || unit || '|') > 0 OR
        (:jointly AND unit IS NULL AND has_shares = 0 AND EXISTS (
            SELECT 1 FROM task_party AS party
            WHERE party.plan = occurrence.plan AND party.role = 'lead'
                AND party.stt = occurrence.stt
                AND (party.unit = :unit OR instr(:former, '|' || party.unit || '|') > 0))))
    AND (:plan IS NULL OR plan = :plan)
    AND (:outcomes IS NULL OR instr(:outcomes, outcome) > 0)
    AND (:leaves = 0 OR has_shares = 0);

-- name: occurrence_count_plan
SELECT count(*) AS n FROM occurrence INDEXED BY occurrence_task
WHERE plan = :plan
    AND due_order BETWEEN :from AND :to
    AND (:department IS NULL OR department = :department)
    AND (:unit IS NULL OR unit = :unit OR instr(:former, '|' || unit || '|') > 0 OR
        (:jointly AND unit IS NULL AND has_shares = 0 AND EXISTS (
            SELECT 1 FROM task_party AS party
            WHERE party.plan = occurrence.plan AND party.role = 'lead'
                AND party.stt = occurrence.stt
                AND (party.unit = :unit OR instr(:former, '|' || party.unit || '|') > 0))))
    AND (:outcomes IS NULL OR instr(:outcomes, outcome) > 0)
    AND (:leaves = 0 OR has_shares = 0);

-- name: occurrence_count_open
SELECT count(*) AS n FROM occurrence INDEXED BY occurrence_open
WHERE outcome = 'open' AND department = :department AND unit IS :unit
    AND due_order BETWEEN :from AND :to
    AND (:plan IS NULL OR plan = :plan)
    AND (:outcomes IS NULL OR instr(:outcomes, outcome) > 0)
    AND (:leaves = 0 OR has_shares = 0);

-- name: done_count
SELECT count(*) AS n FROM occurrence INDEXED BY occurrence_done
WHERE outcome = 'done' AND department = :department AND unit = :unit
    AND done_on BETWEEN :from AND :to;

-- name: done_jointly
SELECT * FROM occurrence INDEXED BY occurrence_done
WHERE outcome = 'done' AND department = :department AND unit IS NULL AND has_shares = 0
    AND done_on BETWEEN :from AND :to
ORDER BY done_on, seq LIMIT :limit;

-- name: open_counts_unit
SELECT ifnull(sum(due_order < :today), 0) AS overdue,
    ifnull(sum(due_order >= :today AND due_order <= :soon), 0) AS due_soon,
    ifnull(sum(due_order > :soon AND due_order < 2147483647), 0) AS later,
    ifnull(sum(due_order = 2147483647), 0) AS undated
FROM occurrence INDEXED BY occurrence_open
WHERE outcome = 'open' AND department = :department AND unit = :unit;

-- One seek, however many each unit has.
-- name: open_unit_after
SELECT min(unit) AS unit FROM occurrence INDEXED BY occurrence_open
WHERE outcome = 'open' AND department = :department AND unit > :unit;

-- What several units do as one.
-- name: open_counts_joint
SELECT ifnull(sum(due_order < :today), 0) AS overdue,
    ifnull(sum(due_order >= :today AND due_order <= :soon), 0) AS due_soon,
    ifnull(sum(due_order > :soon AND due_order < 2147483647), 0) AS later,
    ifnull(sum(due_order = 2147483647), 0) AS undated
FROM occurrence INDEXED BY occurrence_open
WHERE outcome = 'open' AND department = :department AND unit IS NULL AND has_shares = 0;
