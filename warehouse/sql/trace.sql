-- One row per row of the staged file that is of one school, and measure of one cycle: what the row says of
-- the pupil's identifier, a number that stands for the pupil, the side that the lock froze at that school
-- (null: none), and whether there is a baseline and a follow-up score. `trace.py` fills in the braces.
WITH own AS (
    SELECT f.row_no, f.{pupil} AS written, {identifier} AS identifier
    FROM staged_file AS f
    WHERE {of_school}
),
known AS (
    SELECT row_no, written, CASE WHEN identifier IS NOT NULL THEN {pseudonym} END AS pupil FROM own
)
SELECT
    k.row_no, k.written, CASE WHEN k.pupil IS NOT NULL THEN dense_rank() OVER (ORDER BY k.pupil) END AS no,
    m.measure, g.side, b.score IS NOT NULL AS baseline, f.held.score IS NOT NULL AS follow_up
FROM known AS k
CROSS JOIN (SELECT unnest($measures) AS measure) AS m
LEFT JOIN frozen_group AS g
  ON g.cycle = $cycle AND g.measure = m.measure AND g.pupil = k.pupil AND g.school = $school
LEFT JOIN result AS b ON b.load = g.baseline_load AND b.pupil = g.pupil AND b.measure = g.measure
LEFT JOIN pupil_result AS f
  ON f.half_term = $follow_up AND f.pupil = g.pupil AND f.measure = g.measure
ORDER BY k.row_no, m.measure;
