-- One row per cycle, measure and school: target pupils with both scores against their own goals
-- (baseline + gain), by the scale's step.
SELECT
    p.study, p.measure, p.school,
    count(*) FILTER (p.follow_up < p.baseline + t.gain)                                                     AS not_met,
    count(*) FILTER (p.follow_up >= p.baseline + t.gain AND p.follow_up < p.baseline + t.gain + t.step)     AS met,
    count(*) FILTER (p.follow_up >= p.baseline + t.gain + t.step)                                           AS exceeded
FROM panel_row AS p
JOIN pupil_target AS t ON t.cycle = p.study AND t.measure = p.measure
WHERE p.side = 'target' AND p.baseline IS NOT NULL AND p.follow_up IS NOT NULL
GROUP BY ALL
ORDER BY ALL;
