-- One row per row that is not blank all over: its number, and its cells as text. `staging.py` fills in the
-- braces with names of ours.
SELECT {row_no} AS row_no, {cells}
FROM {rows}
WHERE file_row_number NOT IN (SELECT place FROM read_parquet('{blank}'))
ORDER BY file_row_number
