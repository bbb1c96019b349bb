-- One row per row of a bundle's file that is not withdrawn. `oneroster.py` fills in the braces.
CREATE TEMP TABLE {table} AS
SELECT row_no, {columns} FROM staged_file WHERE {active};
