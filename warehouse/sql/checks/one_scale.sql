-- One row per measure and load that fails: a load has the scores of a measure on one scale.
SELECT load, measure
FROM (
    SELECT load, measure, NULL AS scale FROM held_measure
    UNION ALL
    SELECT load, measure, scale FROM measure_scale WHERE load {wanted}
)
GROUP BY ALL
HAVING count(scale) <> 1
