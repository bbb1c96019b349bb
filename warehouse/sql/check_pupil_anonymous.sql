-- One row per row of a survey in which nobody is named: each is somebody of its own, never found again.
CREATE OR REPLACE TEMPORARY TABLE check_pupil AS
SELECT CAST(row_no AS INTEGER) AS no, $survey || '/' || row_no AS pupil, 'sound' AS form
FROM staged_file;
