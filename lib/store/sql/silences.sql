-- name: silence_add
INSERT INTO silence(department, unit, plan, stt, until, reason, author, created_at, ended_at,
    ended_by)
VALUES(:department, :unit, :plan, :stt, :until, :reason, :author, :created_at, NULL, NULL);

-- name: silence_end
UPDATE silence SET ended_at = :at, ended_by = :by WHERE id = :id AND ended_at IS NULL;

-- name: silence_get
SELECT * FROM silence WHERE id = :id;

-- name: silence_live
SELECT * FROM silence WHERE ended_at IS NULL AND department = :department AND until >= :day
ORDER BY until;

-- name: silence_all
SELECT * FROM silence ORDER BY id;
