-- One row per cycle, measure and school: target pupils with both scores against their own goals, by the
-- scale's step. A goal is the baseline + gain, or what the baseline's data hold as the score of another
-- measure; who has none there is not judged. Scores of decimals may miss a goal by a rounding error: $same.
WITH judged AS (
    SELECT
        g.cycle, g.measure, g.school, f.held.score AS follow_up, t.step,
        coalesce(b.score + t.gain, o.held.score) AS goal
    FROM frozen_group AS g
    JOIN pupil_target AS t ON t.cycle = g.cycle AND t.measure = g.measure
    JOIN cycle_school AS c ON c.cycle = g.cycle AND c.school = g.school
    JOIN result AS b ON b.load = g.baseline_load AND b.pupil = g.pupil AND b.measure = g.measure
    JOIN pupil_result AS f ON f.half_term = c.follow_up AND f.pupil = g.pupil AND f.measure = g.measure
    LEFT JOIN pupil_result AS o ON o.half_term = c.baseline AND o.pupil = g.pupil AND o.measure = t.goals
    WHERE g.side = 'target' AND b.score IS NOT NULL AND f.held.score IS NOT NULL
)
SELECT
    cycle, measure, school,
    count(*) FILTER (follow_up < goal - $same)                                      AS not_met,
    count(*) FILTER (follow_up >= goal - $same AND follow_up < goal + step - $same) AS met,
    count(*) FILTER (follow_up >= goal + step - $same)                              AS exceeded
FROM judged
WHERE goal IS NOT NULL
GROUP BY ALL
ORDER BY ALL;
