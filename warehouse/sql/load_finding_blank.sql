-- Fills in one row per row of the file where a column that must be filled is blank.
INSERT INTO load_finding SELECT row_no, $header, $rule FROM check_row WHERE {column} IS NULL;
