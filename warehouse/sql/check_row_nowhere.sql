-- Takes away the rows at no school and with no score: they are not of the half-term.
DELETE FROM check_row
WHERE {column} IS NULL AND row_no NOT IN (SELECT row_no FROM load_cell);
