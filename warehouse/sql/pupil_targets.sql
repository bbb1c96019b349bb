-- One row per cycle, measure and school: target pupils with both scores against their own goals (baseline +
-- gain), by the scale's step. Scores of decimals may miss their goal by a rounding error: $same.
SELECT
    p.study, p.measure, p.school,
    count(*) FILTER (p.follow_up < p.baseline + t.gain - $same)           AS not_met,
    count(*) FILTER (p.follow_up >= p.baseline + t.gain - $same
                 AND p.follow_up < p.baseline + t.gain + t.step - $same)  AS met,
    count(*) FILTER (p.follow_up >= p.baseline + t.gain + t.step - $same) AS exceeded
FROM panel_row AS p
JOIN pupil_target AS t ON t.cycle = p.study AND t.measure = p.measure
WHERE p.side = 'target' AND p.baseline IS NOT NULL AND p.follow_up IS NOT NULL
GROUP BY ALL
ORDER BY ALL;
