-- One row per half-term of `exception_time` (position 1: now; 0: the earlier one, if any), pupil and measure
-- with a score, from the loads as they are (the views of pupil_views.sql). Scores are turned so that more is
-- better, and shifted by a whole number near the measure's mean now, so that sums keep their digits.
CREATE OR REPLACE TEMPORARY TABLE exception_score AS
WITH held AS (
    SELECT
        h.position, r.pupil, p.school, coalesce(y.value, '') AS year, r.measure, s.scale,
        CASE WHEN list_contains($lower::VARCHAR[], s.scale) THEN -r.held.score ELSE r.held.score END AS score
    FROM exception_time AS h
    JOIN pupil_result AS r USING (half_term)
    JOIN pupil_school AS p ON p.half_term = r.half_term AND p.pupil = r.pupil
    JOIN measure_scale AS s ON s.load = r.load AND s.measure = r.measure
    LEFT JOIN pupil_attribute AS y ON y.half_term = r.half_term AND y.pupil = r.pupil AND y.name = 'year'
    WHERE r.held.score IS NOT NULL
),
shift AS (
    SELECT measure, scale, round(CAST(sum(CAST(score AS DECIMAL(38, 12))) AS DOUBLE) / count(*)) AS shift
    FROM held
    WHERE position = 1
    GROUP BY ALL
)
SELECT h.* REPLACE (h.score - s.shift AS score)
FROM held AS h
JOIN shift AS s USING (measure, scale);
