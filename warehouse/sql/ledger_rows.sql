-- One row per table and entry (a load, or a cycle for its frozen groups): how many rows there are, and a hash
-- of them that does not depend on their order. The ledger's other statements read this view.
CREATE OR REPLACE TEMPORARY VIEW ledger_rows AS
SELECT load AS entry, 'enrolment' AS table_name, count(*) AS row_count,
       CAST(bit_xor(hash(pupil, school)) AS VARCHAR) AS rows_hash
FROM enrolment GROUP BY load
UNION ALL
SELECT load, 'attribute', count(*), CAST(bit_xor(hash(pupil, name, value)) AS VARCHAR)
FROM attribute GROUP BY load
UNION ALL
SELECT load, 'result', count(*), CAST(bit_xor(hash(pupil, measure, score, status)) AS VARCHAR)
FROM result GROUP BY load
UNION ALL
SELECT cycle, 'frozen_group', count(*),
       CAST(bit_xor(hash(measure, pupil, school, side, baseline_load)) AS VARCHAR)
FROM frozen_group GROUP BY cycle;
