-- One row per row that is not blank all over: its number, and its cells as text. `staging.py` fills in the
-- braces with names of ours.
CREATE TABLE staged AS
SELECT {row_no} AS row_no, {cells}
FROM parsed
WHERE rowid NOT IN (SELECT place FROM blank_row)
ORDER BY rowid;
