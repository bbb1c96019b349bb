-- One row per different text of the pupils' column, and whether it is an identifier as it stands.
CREATE OR REPLACE TEMPORARY TABLE check_written AS
SELECT text, {whole} AS whole
FROM (SELECT {column} AS text FROM staged_file GROUP BY ALL)
WHERE text IS NOT NULL;
