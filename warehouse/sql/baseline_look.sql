-- One row per cycle, measure, school, side and treatment: pupils, those with a baseline score, their sums
-- about a whole number near the mean of all, and how many are at the highest and lowest score that anybody
-- has.
WITH whole AS (
    SELECT cycle, measure, coalesce(round(avg(score)), 0) AS shift, max(score) AS top, min(score) AS bottom
    FROM baseline_look_row
    GROUP BY ALL
)
SELECT
    r.cycle, r.measure, any_value(w.shift) AS shift, r.school, r.side, r.treated,
    count(*)                                                                    AS pupils,
    count(r.score)                                                              AS scored,
    coalesce(sum(r.score - w.shift), 0)                                         AS b,
    coalesce(sum((r.score - w.shift) * (r.score - w.shift)), 0)                 AS bb,
    count(*) FILTER (r.score = w.top)                                           AS at_top,
    count(*) FILTER (r.score = w.bottom)                                        AS at_bottom
FROM baseline_look_row AS r
JOIN whole AS w USING (cycle, measure)
GROUP BY r.cycle, r.measure, r.school, r.side, r.treated
ORDER BY ALL;
