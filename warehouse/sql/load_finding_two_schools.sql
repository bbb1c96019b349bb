-- Fills in one row per row of a pupil who is at two schools of the programme in the same half-term.
INSERT INTO load_finding
WITH moved AS (
    SELECT r.pupil
    FROM check_row AS r JOIN check_school AS s ON s.no = r.{column}
    WHERE r.pupil IN (SELECT pupil FROM check_again)
    GROUP BY r.pupil
    HAVING count(DISTINCT s.school) > 1
)
SELECT row_no, $header, 'two-schools' FROM check_row WHERE pupil IN (SELECT pupil FROM moved);
