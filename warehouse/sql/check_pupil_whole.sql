-- One row per pupil, numbered, where every text of the pupils' column is an identifier as it stands.
CREATE OR REPLACE TEMPORARY TABLE check_pupil AS
SELECT CAST(row_number() OVER () AS INTEGER) AS no, text AS pupil, 'sound' AS form FROM check_written;

CREATE OR REPLACE TEMPORARY VIEW check_identifier AS SELECT no, pupil AS text FROM check_pupil;
