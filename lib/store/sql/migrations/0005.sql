-- Version 5. What a unit has done of late is counted for the weekly digest.

CREATE INDEX occurrence_done ON occurrence(department, unit, done_on) WHERE outcome = 'done';
