-- One row per load that fails: every row belongs to a load that is on record, once.
SELECT load
FROM (
    SELECT load, 'load' AS kept_in FROM load WHERE load {wanted}
    UNION ALL
    SELECT DISTINCT load, 'enrolment' FROM enrolment WHERE load {wanted}
    UNION ALL
    SELECT DISTINCT load, 'attribute' FROM attribute WHERE load {wanted}
    UNION ALL
    SELECT DISTINCT load, 'result' FROM held_measure
    UNION ALL
    SELECT DISTINCT load, 'measure_scale' FROM measure_scale WHERE load {wanted}
    UNION ALL
    SELECT DISTINCT load, 'finding' FROM finding WHERE load {wanted}
    UNION ALL
    SELECT DISTINCT load, 'load_request' FROM load_request WHERE load {wanted}
)
GROUP BY load
HAVING count(*) FILTER (kept_in = 'load') <> 1
