-- One row per row of the staged file that concerns the half-term: for each column, named as in the staged
-- file, the number of its text; null where it is blank.
CREATE OR REPLACE TEMPORARY TABLE {table} AS
SELECT f.row_no, {numbers}
FROM staged_file AS f
{joins}
WHERE {where};
