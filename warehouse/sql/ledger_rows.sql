-- One row per table and entry (a load, a cycle for its frozen groups, a draw): how many rows there are, and a
-- hash of them that does not depend on their order. The ledger's other statements read this view. The
-- engine's hash of several values adds the last by exclusive or alone, so the hashes of rows are hashed
-- again: or else one value put for another in an even number of rows would leave the hash of all as it was.
CREATE OR REPLACE TEMPORARY VIEW ledger_rows AS
SELECT load AS entry, 'enrolment' AS table_name, count(*) AS row_count,
       CAST(sum(hash(hash(pupil, school))) AS VARCHAR) AS rows_hash
FROM enrolment GROUP BY load
UNION ALL
SELECT load, 'attribute', count(*), CAST(sum(hash(hash(pupil, name, value))) AS VARCHAR)
FROM attribute GROUP BY load
UNION ALL
SELECT load, 'result', count(*), CAST(sum(hash(hash(pupil, measure, score, status))) AS VARCHAR)
FROM result GROUP BY load
UNION ALL
SELECT load, 'measure_scale', count(*), CAST(sum(hash(hash(measure, scale))) AS VARCHAR)
FROM measure_scale GROUP BY load
UNION ALL
SELECT load, 'survey_answer', count(*),
       CAST(sum(hash(hash(respondent, school, measure, score, status))) AS VARCHAR)
FROM survey_answer GROUP BY load
UNION ALL
SELECT load, 'survey_attribute', count(*), CAST(sum(hash(hash(respondent, name, value))) AS VARCHAR)
FROM survey_attribute GROUP BY load
UNION ALL
SELECT cycle, 'frozen_group', count(*),
       CAST(sum(hash(hash(measure, pupil, school, side, baseline_load))) AS VARCHAR)
FROM frozen_group GROUP BY cycle
UNION ALL
SELECT concat(cycle, '/draw-', draw), 'drawn_pupil', count(*),
       CAST(sum(hash(hash(place, pupil, school, unit, block, wave, starts))) AS VARCHAR)
FROM drawn_pupil GROUP BY cycle, draw;
