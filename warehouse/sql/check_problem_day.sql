-- Fills in one row per text of a column of dates that is no date, or none between two days.
INSERT INTO check_problem
SELECT $place, $header, no, CASE WHEN day IS NULL THEN $unreadable ELSE $outside END
FROM check_day
WHERE place = $place AND (day IS NULL OR NOT day BETWEEN $first AND $last);
