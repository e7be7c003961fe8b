-- name: target_put
INSERT INTO target(id, code, plan, stt, position, indicator, comparator, value, unit, per,
    from_year, to_year, verbatim, ceiling, created, withdrawn)
VALUES(:id, :code, :plan, :stt, :position, :indicator, :comparator, :value, :unit, :per,
    :from_year, :to_year, :verbatim, :ceiling, :created, :withdrawn)
ON CONFLICT(id) DO UPDATE SET position = excluded.position, indicator = excluded.indicator,
    comparator = excluded.comparator, value = excluded.value, unit = excluded.unit,
    per = excluded.per, from_year = excluded.from_year, to_year = excluded.to_year,
    verbatim = excluded.verbatim, ceiling = excluded.ceiling, withdrawn = excluded.withdrawn;

-- name: target_state
UPDATE target SET state = :state WHERE id = :id;

-- name: target_get
SELECT * FROM target WHERE id = :id;

-- name: target_of_plan
SELECT * FROM target WHERE plan = :plan ORDER BY position, id;

-- name: target_all
SELECT * FROM target ORDER BY plan, position, id;

-- name: target_by_code
SELECT * FROM target WHERE code = :code ORDER BY withdrawn, id;

-- name: target_of_task
SELECT * FROM target WHERE plan = :plan AND stt = :stt ORDER BY withdrawn, position, id;

-- name: measurement_add
INSERT INTO measurement(target, baseline, day, value, document, author, recorded_at, corrects)
VALUES(:target, :baseline, :day, :value, :document, :author, :recorded_at, nullif(:corrects, 0));

-- name: measurement_of_target
SELECT *, (SELECT newer.id FROM measurement AS newer WHERE newer.corrects = measurement.id)
    AS corrected_by
FROM measurement WHERE target = :target ORDER BY baseline DESC, day, id;
