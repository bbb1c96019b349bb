-- One row per pupil of the accepted rows, under the pseudonym: school and attributes.
CREATE OR REPLACE TEMPORARY TABLE accepted_pupil AS
SELECT p.pseudonym AS pupil, e.* EXCLUDE (pupil)
FROM load_enrolled AS e JOIN load_pupil AS p ON p.no = e.pupil;
