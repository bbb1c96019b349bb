-- One row: a fingerprint of what one load put into the warehouse, whatever the order of its rows. Pupils are
-- in it by their pseudonyms, so that nobody without the key can try out what a small load held; md5 stays the
-- same from engine to engine.
WITH line AS (
    SELECT concat_ws('|', 'enrolment', pupil, school) AS line FROM enrolment WHERE load = $load
    UNION ALL
    SELECT concat_ws('|', 'attribute', pupil, name, value) FROM attribute WHERE load = $load
    UNION ALL
    SELECT concat_ws('|', 'result', pupil, measure, coalesce(CAST(score AS VARCHAR), ''), coalesce(status, ''))
    FROM result WHERE load = $load
    UNION ALL
    SELECT concat_ws('|', 'scale', measure, scale) FROM measure_scale WHERE load = $load
    UNION ALL
    SELECT concat_ws('|', 'finding', column_name, rule, count(*)) FROM finding WHERE load = $load
    GROUP BY column_name, rule
)
SELECT concat_ws('.', bit_xor(md5_number_lower(line)), bit_xor(md5_number_upper(line)), count(*)) AS content
FROM line;
