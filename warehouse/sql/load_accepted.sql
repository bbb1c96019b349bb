-- One row per pupil of the accepted rows, under the pseudonym: school and attributes as the last row has them.
-- `loading.py` fills in the brace.
CREATE OR REPLACE TEMPORARY TABLE accepted_pupil AS
SELECT p.pseudonym AS pupil, arg_max(r.school, r.row_no) AS school{attributes}
FROM load_row AS r JOIN load_pupil AS p ON p.no = r.pupil
WHERE r.verdict = 'accepted'
GROUP BY p.pseudonym;
