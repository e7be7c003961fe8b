-- Version 14. What several units do as one has no unit of its own: task_party says whose it is.

UPDATE occurrence SET unit = NULL
WHERE unit IS NOT NULL AND parent IS NULL AND has_shares = 0
    AND EXISTS (SELECT 1 FROM task
        WHERE task.plan = occurrence.plan AND task.stt = occurrence.stt AND task.joint = 1);
