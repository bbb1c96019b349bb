-- One row per pupil of the accepted rows: the number, and school and attributes as the last row has them that
-- has any. The numbers of their texts are compared, and only those that are left are looked up.
CREATE OR REPLACE TEMPORARY VIEW load_enrolled AS
SELECT r.pupil, {school} AS school{attributes}
FROM (
    SELECT pupil{numbers}
    FROM check_row
    WHERE row_no NOT IN (SELECT row_no FROM check_verdict)
    GROUP BY pupil
) AS r
{schools}
{texts};
