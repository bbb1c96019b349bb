-- One row per accepted row of the file and measure with a score or a status.
INSERT INTO result
SELECT $load, p.pseudonym, list_extract($measures, c.measure + 1), c.score, c.status
FROM load_cell AS c
JOIN load_pupil AS p ON p.no = c.pupil
WHERE c.row_no NOT IN (SELECT row_no FROM check_verdict);
