-- One row, if any: a row number of a file whose sourcedId stands in an earlier row, and that row's number.
SELECT min(row_no), max(row_no) FROM {table} WHERE "sourcedId" <> '' GROUP BY "sourcedId" HAVING count(*) > 1
ORDER BY min(row_no) LIMIT 1;
