-- One row per finding that is kept with the load; rows of schools outside the programme are not its business.
INSERT INTO finding
SELECT $load, row_no, column_name, rule
FROM load_finding
WHERE list_contains($kept, rule)
ORDER BY row_no, column_name, rule;
