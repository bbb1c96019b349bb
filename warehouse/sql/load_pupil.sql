-- One row per pupil of the rows, none of which is rejected: identifier and pseudonym.
CREATE OR REPLACE TEMPORARY TABLE load_pupil AS
SELECT s.no, p.pupil, s.pseudonym FROM check_pseudonym AS s JOIN check_pupil AS p USING (no);
