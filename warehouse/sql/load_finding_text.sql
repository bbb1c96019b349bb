-- Fills in one row per row of the file and rule that the text in one of its columns breaks.
INSERT INTO load_finding
SELECT r.row_no, p.header, p.rule
FROM check_row AS r JOIN check_problem AS p ON p.no = r.{place} AND p.place = '{place}'
WHERE p.header = $header AND {held};
