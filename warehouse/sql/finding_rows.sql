-- One row per rule and column that named rows of a load's file, with the numbers of the rows.
SELECT rule, column_name, list(row_no ORDER BY row_no) AS rows
FROM finding WHERE load = ?
GROUP BY ALL
ORDER BY ALL;
