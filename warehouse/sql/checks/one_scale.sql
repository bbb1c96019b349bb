-- One row per measure and load that fails: the scores of a measure in a load are on one scale, which is known.
SELECT load, measure
FROM (
    SELECT DISTINCT load, measure, NULL AS scale FROM result WHERE load {wanted}
    UNION ALL
    SELECT load, measure, scale FROM measure_scale WHERE load {wanted}
)
GROUP BY ALL
HAVING count(scale) <> 1
