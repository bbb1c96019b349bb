-- One row per link of the staged file of links. `school_register.py` fills in the braces.
CREATE OR REPLACE TEMPORARY TABLE incoming_establishment_link AS
SELECT
    text_of({column_0}) AS urn,
    text_of({column_1}) AS linked_urn,
    text_of({column_2}) AS kind,
    CAST(try_strptime(text_of({column_3}), ['%d-%m-%Y', '%Y-%m-%d', '%d/%m/%Y']) AS DATE) AS established
FROM staged_file
WHERE NOT is_blank({column_0}) AND NOT is_blank({column_1}) AND NOT is_blank({column_2});
