-- One row per row of a Parquet file, in the file's order: its cells as text. `staging.py` fills in the braces
-- with names of ours and quoted ones of the file.
SELECT {cells}
FROM read_parquet('{file}')
