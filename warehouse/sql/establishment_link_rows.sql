-- One row per link of the staged file of links, under the newest extract's number. `school_register.py` fills
-- in the braces.
INSERT INTO establishment_link
SELECT
    (SELECT max(number) FROM register_extract),
    text_of({column_0}),
    text_of({column_1}),
    text_of({column_2}),
    CAST(try_strptime(text_of({column_3}), ['%d-%m-%Y', '%Y-%m-%d', '%d/%m/%Y']) AS DATE)
FROM staged_file
WHERE NOT is_blank({column_0}) AND NOT is_blank({column_1}) AND NOT is_blank({column_2});
