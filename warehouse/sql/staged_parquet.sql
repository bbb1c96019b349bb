-- One row per row of a Parquet file that is not blank all over: its number (as if a header were row 1) and
-- its cells as text. `table_file.py` fills in the braces with names of ours and quoted ones of the file.
CREATE OR REPLACE TEMPORARY TABLE staged_file AS
SELECT * FROM (
    SELECT row_number() OVER () + 1 AS row_no, {texts}
    FROM read_parquet($file)
)
WHERE {filled};
