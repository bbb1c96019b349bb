-- One row per pupil that the file names in whatever way, numbered: the identifier, and its form, which is
-- `sound` or the rule by which it is none. Then one row per text of the pupils' column: its pupil's number.
CREATE OR REPLACE TEMPORARY TABLE check_named AS
SELECT text, CASE WHEN whole THEN text ELSE {identifier} END AS pupil
FROM check_written
WHERE whole OR text_of(text) IS NOT NULL;

CREATE OR REPLACE TEMPORARY TABLE check_pupil AS
SELECT CAST(row_number() OVER () AS INTEGER) AS no, pupil, {form} AS form
FROM (SELECT pupil FROM check_named GROUP BY ALL);

CREATE OR REPLACE TEMPORARY TABLE check_identifier AS
SELECT p.no, n.text FROM check_named AS n JOIN check_pupil AS p USING (pupil);
