-- One row per study, measure, school and side: pupils absent from one test or the other, who stay in a
-- threshold's denominator; those who left, or have not been assessed yet, do not.
SELECT
    study, measure, school, side,
    count(*) FILTER (baseline_absent)  AS baseline,
    count(*) FILTER (follow_up_absent) AS follow_up
FROM panel_row
WHERE baseline_absent OR follow_up_absent
GROUP BY ALL
ORDER BY ALL;
