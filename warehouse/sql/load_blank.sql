-- One row: how many cells of the measures that every row has room for are blank in the accepted rows.
CREATE OR REPLACE TEMPORARY TABLE load_blank AS
WITH kept AS (
    SELECT count(*) AS rows_kept FROM check_row WHERE row_no NOT IN (SELECT row_no FROM check_verdict)
),
filled AS (
    SELECT count(*) AS cells FROM load_cell
    WHERE list_contains($measures, measure) AND row_no NOT IN (SELECT row_no FROM check_verdict)
)
SELECT CAST(rows_kept * len($measures) - cells AS BIGINT) AS blank FROM kept, filled;
