-- One row per pupil of the accepted rows, under the pseudonym: school and attributes as the last row has
-- them. `loading.py` fills in the brace.
CREATE OR REPLACE TEMPORARY TABLE accepted_pupil AS
SELECT p.pseudonym AS pupil, r.* EXCLUDE (pupil)
FROM (
    SELECT pupil, arg_max(school, row_no) AS school{attributes}
    FROM load_row
    WHERE verdict = 'accepted'
    GROUP BY pupil
) AS r
JOIN load_pupil AS p ON p.no = r.pupil;
