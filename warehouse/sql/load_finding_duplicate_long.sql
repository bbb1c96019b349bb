-- Fills in one row per row that holds the same measure of the same pupil as another.
INSERT INTO load_finding
WITH again AS (
    SELECT r.pupil, k.measure, list(r.row_no) AS row_nos
    FROM check_row AS r {carried}
    WHERE r.pupil IN (SELECT pupil FROM check_again) AND k.measure IS NOT NULL
    GROUP BY r.pupil, k.measure
    HAVING count(*) > 1
)
SELECT DISTINCT unnest(row_nos) AS row_no, $header, 'duplicate' FROM again;
