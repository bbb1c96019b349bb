-- One row per side, measure and number of half-terms: how many pupils have a score in so many of them. A
-- pupil is of the group who was of it in any half-term.
WITH ever AS (
    SELECT pupil, bool_or(followed) AS followed FROM follow_pupil WHERE followed IS NOT NULL GROUP BY pupil
),
half_term AS (SELECT unnest($half_terms) AS half_term),
covered AS (
    SELECT r.measure, r.pupil, count(*) AS half_terms
    FROM half_term
    JOIN pupil_result AS r USING (half_term)
    WHERE r.held.score IS NOT NULL AND coalesce(r.measure = $measure, TRUE)
    GROUP BY ALL
)
SELECT e.followed, m.measure, coalesce(c.half_terms, 0) AS half_terms, count(*) AS pupils
FROM ever AS e
CROSS JOIN (SELECT DISTINCT measure FROM covered) AS m
LEFT JOIN covered AS c USING (pupil, measure)
GROUP BY ALL
ORDER BY ALL;
