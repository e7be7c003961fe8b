-- name: plan_put
INSERT INTO plan(id, department, number, issued, title, from_year, to_year, regime, policy, file,
    content_hash, fingerprint, amendments, live_rows, unsettled_rows, occurrences, closed,
    first_loaded, loaded_at, withdrawn)
VALUES(:id, :department, :number, :issued, :title, :from_year, :to_year, :regime, :policy, :file,
    :content_hash, :fingerprint, :amendments, :live_rows, :unsettled_rows, :occurrences, :closed,
    :first_loaded, :loaded_at, :withdrawn)
ON CONFLICT(id) DO UPDATE SET department = excluded.department, number = excluded.number,
    issued = excluded.issued, title = excluded.title, from_year = excluded.from_year,
    to_year = excluded.to_year, regime = excluded.regime, policy = excluded.policy,
    file = excluded.file, content_hash = excluded.content_hash,
    fingerprint = excluded.fingerprint, amendments = excluded.amendments,
    live_rows = excluded.live_rows, unsettled_rows = excluded.unsettled_rows,
    occurrences = excluded.occurrences, closed = excluded.closed,
    first_loaded = excluded.first_loaded, loaded_at = excluded.loaded_at,
    withdrawn = excluded.withdrawn;

-- name: plan_loaded
UPDATE plan SET content_hash = :content_hash, fingerprint = :fingerprint,
    amendments = :amendments, live_rows = :live_rows, unsettled_rows = :unsettled_rows,
    occurrences = :occurrences
WHERE id = :id;

-- name: plan_get
SELECT * FROM plan WHERE id = :id;

-- name: plan_all
SELECT * FROM plan ORDER BY id;

-- name: task_put
INSERT INTO task(plan, stt, position, grp, content, product, lead, coordinating, time, time_fix,
    status, reason, unread, unknown_units, hash, joint, continuous,
    withdrawn)
VALUES(:plan, :stt, :position, :grp, :content, :product, :lead, :coordinating, :time, :time_fix,
    :status, :reason, :unread, :unknown_units, :hash, :joint, :continuous,
    :withdrawn)
ON CONFLICT(plan, stt) DO UPDATE SET position = excluded.position, grp = excluded.grp,
    content = excluded.content, product = excluded.product, lead = excluded.lead,
    coordinating = excluded.coordinating, time = excluded.time, time_fix = excluded.time_fix,
    status = excluded.status, reason = excluded.reason, unread = excluded.unread,
    unknown_units = excluded.unknown_units, hash = excluded.hash, joint = excluded.joint,
    continuous = excluded.continuous,
    withdrawn = excluded.withdrawn;

-- name: task_get
SELECT * FROM task WHERE plan = :plan AND stt = :stt;

-- name: task_of_plan
SELECT * FROM task WHERE plan = :plan ORDER BY position;

-- name: task_unsettled
SELECT * FROM task WHERE plan = :plan AND status <> 'understood' AND withdrawn = 0
ORDER BY position;

-- name: task_count
SELECT count(*) AS live, ifnull(sum(status <> 'understood'), 0) AS unsettled
FROM task WHERE plan = :plan AND withdrawn = 0;

-- name: task_led
SELECT task.* FROM task_party AS party
JOIN task ON task.plan = party.plan AND task.stt = party.stt
WHERE party.plan = :plan AND party.role = 'lead' AND party.unit = :unit AND task.withdrawn = 0
ORDER BY task.position;

-- name: party_clear
DELETE FROM task_party WHERE plan = :plan AND stt = :stt;

-- name: party_add
INSERT INTO task_party(plan, stt, role, position, unit)
VALUES(:plan, :stt, :role, :position, :unit);

-- name: party_of_task
SELECT * FROM task_party WHERE plan = :plan AND stt = :stt
ORDER BY role = 'lead' DESC, role, position;

-- name: party_leads
SELECT DISTINCT party.unit FROM task_party AS party
JOIN task ON task.plan = party.plan AND task.stt = party.stt
WHERE party.plan = :plan AND party.role = 'lead' AND task.withdrawn = 0
ORDER BY party.unit;
