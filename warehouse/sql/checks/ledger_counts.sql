-- One row per load and table that fails: the ledger has one entry for each, with as many rows as there are.
WITH held AS (
    SELECT load, 'enrolment' AS table_name, count(*) AS row_count
    FROM enrolment WHERE load {wanted} GROUP BY load
    UNION ALL
    SELECT load, 'attribute', count(*) FROM attribute WHERE load {wanted} GROUP BY load
    UNION ALL
    SELECT load, 'result', sum(results) FROM held_measure GROUP BY load
),
told AS (
    SELECT entry AS load, table_name, count(*) AS entries, sum(row_count) AS row_count
    FROM ledger
    WHERE entry {wanted} AND table_name IN ('enrolment', 'attribute', 'result')
    GROUP BY ALL
)
SELECT coalesce(h.load, t.load) AS load, coalesce(h.table_name, t.table_name) AS table_name
FROM held AS h
FULL JOIN told AS t ON t.load = h.load AND t.table_name = h.table_name
WHERE h.row_count IS DISTINCT FROM t.row_count OR t.entries <> 1
