-- One row per temporary table or view that the check of a file puts down; views first: they stand on tables.
SELECT view_name AS name, 'VIEW' AS kind
FROM duckdb_views()
WHERE temporary AND NOT internal AND (starts_with(view_name, 'check_') OR starts_with(view_name, 'load_'))
UNION ALL
SELECT table_name, 'TABLE'
FROM duckdb_tables()
WHERE temporary AND (starts_with(table_name, 'check_') OR starts_with(table_name, 'load_'))
ORDER BY kind DESC;
