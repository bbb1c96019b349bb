-- One row per load whose rows are not what the ledger says: any row is a failure.
WITH counted AS (
    SELECT load, 'enrolment' AS table_name, count(*) AS row_count, CAST(bit_xor(hash(pupil, school)) AS VARCHAR) AS rows_hash FROM enrolment GROUP BY load
    UNION ALL
    SELECT load, 'attribute', count(*), CAST(bit_xor(hash(pupil, name, value)) AS VARCHAR) FROM attribute GROUP BY load
    UNION ALL
    SELECT load, 'result', count(*), CAST(bit_xor(hash(pupil, measure, score, status)) AS VARCHAR) FROM result GROUP BY load
)
SELECT l.load, l.table_name
FROM ledger AS l
LEFT JOIN counted AS c USING (load, table_name)
WHERE coalesce(c.row_count, 0) <> l.row_count OR coalesce(c.rows_hash, '0') <> l.rows_hash;
