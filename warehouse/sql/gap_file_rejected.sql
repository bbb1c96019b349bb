-- One row per rule that rejects rows of the file, with their numbers.
SELECT rule, list(row_no ORDER BY row_no) AS rows
FROM gap_file_row
WHERE rule IS NOT NULL
GROUP BY rule;
