-- One row per different text of one column of the staged file that is not blank, numbered; `value` is the text as
-- it is compared.
CREATE OR REPLACE TEMPORARY TABLE check_text_{column} AS
SELECT CAST(row_number() OVER () AS INTEGER) AS no, text, value_of(text) AS value
FROM (SELECT {column} AS text FROM staged_file GROUP BY ALL)
WHERE NOT is_blank(text);
