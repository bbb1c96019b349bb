-- One row per school of the staged extract, under the newest extract's number. `school_register.py` fills in
-- the braces. GIAS writes days as 31-08-2012; `SUPP` and the like stand where a figure is not given.
INSERT INTO establishment
SELECT
    (SELECT max(number) FROM register_extract),
    coalesce(text_of({column_0}), ''),
    CASE WHEN NOT is_blank({column_1}) AND NOT is_blank({column_2})
         THEN lpad(text_of({column_1}), 3, '0') || lpad(text_of({column_2}), 4, '0') END,
    coalesce(text_of({column_3}), ''),
    text_of({column_6}),
    text_of({column_7}),
    text_of({column_8}),
    text_of({column_9}),
    TRY_CAST(text_of({column_10}) AS INTEGER),
    TRY_CAST(text_of({column_11}) AS INTEGER),
    TRY_CAST(text_of({column_12}) AS INTEGER),
    TRY_CAST(text_of({column_13}) AS DOUBLE),
    CAST(try_strptime(text_of({column_4}), ['%d-%m-%Y', '%Y-%m-%d', '%d/%m/%Y']) AS DATE),
    CAST(try_strptime(text_of({column_5}), ['%d-%m-%Y', '%Y-%m-%d', '%d/%m/%Y']) AS DATE),
    text_of({column_14})
FROM staged_file;
