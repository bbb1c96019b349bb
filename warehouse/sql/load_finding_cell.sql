-- Fills in one row per cell of a measure that is not of its scale; measures that share a column, once.
INSERT INTO load_finding
SELECT DISTINCT row_no, list_extract($headers, measure + 1), problem
FROM check_cell
WHERE problem IS NOT NULL;
