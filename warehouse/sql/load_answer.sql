-- One row per accepted row of an anonymous survey and item with an answer or a status.
INSERT INTO survey_answer
SELECT $load, c.row_no, r.school, list_extract($measures, c.measure + 1), c.score, c.status
FROM load_cell AS c
JOIN load_row AS r USING (row_no)
WHERE r.verdict = 'accepted';
