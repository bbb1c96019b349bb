-- One row per half-term, measure, scale and side: pupils with a score, their sum, those at or above the
-- measure's threshold, and those without a score who stay in its denominator (0 without a threshold). Sums
-- are of decimals, which add up to the same in any order.
WITH threshold AS (SELECT unnest($measures) AS measure, unnest($thresholds) AS threshold)
SELECT
    s.position, r.measure, m.scale, s.side,
    count(r.held.score)                                                          AS scored,
    coalesce(CAST(sum(CAST(r.held.score AS DECIMAL(38, 12))) AS DOUBLE), 0)      AS total,
    count(*) FILTER (r.held.score >= t.threshold)                                AS reached,
    count(*) FILTER (t.threshold IS NOT NULL AND list_contains($in_denominator, r.held.status)) AS absent
FROM series_side AS s
JOIN pupil_result AS r
  ON r.half_term = s.half_term AND r.pupil = s.pupil AND coalesce(r.measure = s.measure, true)
JOIN measure_scale AS m ON m.load = r.load AND m.measure = r.measure
LEFT JOIN threshold AS t ON t.measure = r.measure
GROUP BY s.position, r.measure, m.scale, s.side
ORDER BY ALL;
