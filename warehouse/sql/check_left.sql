-- One row per temporary table or view that the check of a file leaves behind.
SELECT view_name AS name, 'VIEW' AS kind
FROM duckdb_views() WHERE temporary AND NOT internal AND starts_with(view_name, 'check_')
UNION ALL
SELECT table_name, 'TABLE' FROM duckdb_tables() WHERE temporary AND starts_with(table_name, 'check_');
