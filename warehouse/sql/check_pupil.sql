-- One row per pupil that the staged file names, numbered: the identifier, and its form: `sound`, or the rule by
-- which it is none. Then, as `check_text.sql` has it for other columns, one row per text of the pupils' column.
CREATE OR REPLACE TEMPORARY TABLE check_identifier AS
SELECT text, {identifier} AS pupil
FROM (SELECT {column} AS text FROM staged_file GROUP BY ALL)
WHERE NOT is_blank(text);

CREATE OR REPLACE TEMPORARY TABLE check_pupil AS
SELECT CAST(row_number() OVER () AS INTEGER) AS no, pupil, {form} AS form
FROM (SELECT pupil FROM check_identifier GROUP BY ALL);

CREATE OR REPLACE TEMPORARY TABLE check_text_{column} AS
SELECT p.no, i.text FROM check_identifier AS i JOIN check_pupil AS p USING (pupil);
