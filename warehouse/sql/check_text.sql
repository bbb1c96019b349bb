-- One row per column of the staged file and different text in it that is not blank, numbered through; `value`
-- is the text as it is compared.
CREATE OR REPLACE TEMPORARY TABLE check_text AS
WITH trimmed AS (SELECT place, text, text_of(text) AS value FROM ({texts}))
SELECT place, CAST(row_number() OVER () AS INTEGER) AS no, text, value_of(value) AS value
FROM trimmed
WHERE value IS NOT NULL;
