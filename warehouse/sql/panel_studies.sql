-- One row per study and measure that has a pupil with both scores: its shift and threshold.
SELECT
    p.study, p.measure, any_value(s.baseline) AS baseline, any_value(s.follow_up) AS follow_up,
    any_value(p.threshold) AS threshold
FROM panel_row AS p
JOIN panel_shift AS s USING (measure)
WHERE p.baseline IS NOT NULL AND p.follow_up IS NOT NULL
GROUP BY p.study, p.measure
ORDER BY ALL;
