-- One row per row of a file that is not in the bundle: none, with the columns that it would have.
CREATE TEMP TABLE {table} AS SELECT 0 AS row_no, {columns} LIMIT 0;
