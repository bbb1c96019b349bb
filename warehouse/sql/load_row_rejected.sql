-- One row per rule and column that reject rows, with the numbers of the rows.
SELECT rule, column_name, list(row_no ORDER BY row_no) AS rows
FROM load_row
WHERE rule <> 'outside'
GROUP BY ALL
ORDER BY ALL;
