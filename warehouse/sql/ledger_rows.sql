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
SELECT load, 'measure_scale', count(*), CAST(bit_xor(hash(measure, scale)) AS VARCHAR)
FROM measure_scale GROUP BY load
UNION ALL
SELECT load, 'survey_answer', count(*),
       CAST(bit_xor(hash(respondent, school, measure, score, status)) AS VARCHAR)
FROM survey_answer GROUP BY load
UNION ALL
SELECT load, 'survey_attribute', count(*), CAST(bit_xor(hash(respondent, name, value)) AS VARCHAR)
FROM survey_attribute GROUP BY load
UNION ALL
SELECT cycle, 'frozen_group', count(*),
       CAST(bit_xor(hash(measure, pupil, school, side, baseline_load)) AS VARCHAR)
FROM frozen_group GROUP BY cycle;
