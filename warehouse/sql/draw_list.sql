-- One row per pupil of the target group of the one cycle in hand (freeze.sql has been run): the unit that is
-- drawn (null: it is not known), its block, and its place in the list, which no file's order decides.
CREATE OR REPLACE TEMPORARY TABLE draw_list AS
WITH held AS (
    SELECT DISTINCT pupil, school FROM freezing WHERE side = 'target'
),
asked AS (
    SELECT unnest($block::VARCHAR[]) AS name, generate_subscripts($block::VARCHAR[], 1) AS no
),
blocked AS (
    SELECT
        h.pupil,
        string_agg(
            CASE b.name WHEN 'school' THEN h.school ELSE coalesce(a.value, 'not known') END, '/' ORDER BY b.no
        ) AS block
    FROM held AS h
    CROSS JOIN asked AS b
    LEFT JOIN pupil_attribute AS a ON a.half_term = $baseline AND a.pupil = h.pupil AND a.name = b.name
    GROUP BY h.pupil
),
named AS (
    SELECT
        h.pupil, h.school, coalesce(b.block, '') AS block,
        CASE $unit WHEN 'school' THEN h.school WHEN 'class' THEN h.school || '/' || c.value ELSE h.pupil END
            AS unit
    FROM held AS h
    LEFT JOIN blocked AS b USING (pupil)
    LEFT JOIN pupil_attribute AS c ON c.half_term = $baseline AND c.pupil = h.pupil AND c.name = $class
),
ranked AS (
    SELECT *, CAST(dense_rank() OVER (ORDER BY block, school, unit) AS INTEGER) AS place FROM named
)
SELECT
    place, pupil, school, CASE WHEN $unit = 'pupil' THEN CAST(place AS VARCHAR) ELSE unit END AS unit, block
FROM ranked
ORDER BY place, pupil;
