-- One row per finding in the load's file.
INSERT INTO finding
SELECT $load, row_no, column_name, rule
FROM load_finding
ORDER BY row_no, column_name, rule;
