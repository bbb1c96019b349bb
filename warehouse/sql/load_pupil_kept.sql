-- One row per pupil of the accepted rows and of those that wait for an answer: identifier and pseudonym.
CREATE OR REPLACE TEMPORARY TABLE load_pupil AS
SELECT s.no, p.pupil, s.pseudonym
FROM check_pseudonym AS s JOIN check_pupil AS p USING (no)
WHERE s.no IN (
    SELECT pupil FROM check_row
    WHERE row_no NOT IN (SELECT row_no FROM check_verdict WHERE verdict = 'rejected')
);
