-- One row per rule and column that name rows of the file at hand, with the numbers of the rows.
SELECT rule, column_name, list(row_no ORDER BY row_no) AS rows
FROM load_finding
GROUP BY ALL
ORDER BY ALL;
