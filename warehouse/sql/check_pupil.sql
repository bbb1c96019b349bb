-- One row per text of the pupils' column: the identifier in it. Then one row per pupil, numbered: the form of the
-- identifier, which is `sound` or the rule by which it is none. Then the texts have the numbers of their pupils.
CREATE OR REPLACE TEMPORARY TABLE check_written AS
SELECT text, {identifier} AS pupil
FROM (SELECT {column} AS text FROM staged_file GROUP BY ALL)
WHERE text_of(text) IS NOT NULL;

CREATE OR REPLACE TEMPORARY TABLE check_pupil AS
SELECT CAST(row_number() OVER () AS INTEGER) AS no, pupil, {form} AS form
FROM (SELECT pupil FROM check_written GROUP BY ALL);

CREATE OR REPLACE TEMPORARY TABLE check_identifier AS
SELECT p.no, w.text FROM check_written AS w JOIN check_pupil AS p USING (pupil);
