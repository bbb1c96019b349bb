-- One row per school of the staged extract. `school_register.py` fills in the braces. GIAS writes days as
-- 31-08-2012; `SUPP` and the like stand where a figure is not given.
CREATE OR REPLACE TEMPORARY TABLE incoming_establishment AS
SELECT
    coalesce(text_of({column_0}), '') AS urn,
    CASE WHEN NOT is_blank({column_1}) AND NOT is_blank({column_2})
         THEN lpad(text_of({column_1}), 3, '0') || lpad(text_of({column_2}), 4, '0') END AS laestab,
    coalesce(text_of({column_3}), '') AS name,
    text_of({column_6}) AS authority,
    text_of({column_7}) AS kind,
    text_of({column_8}) AS status,
    text_of({column_9}) AS phase,
    TRY_CAST(text_of({column_10}) AS INTEGER) AS lowest_age,
    TRY_CAST(text_of({column_11}) AS INTEGER) AS highest_age,
    TRY_CAST(text_of({column_12}) AS INTEGER) AS pupils,
    TRY_CAST(text_of({column_13}) AS DOUBLE) AS fsm_percent,
    CAST(try_strptime(text_of({column_4}), ['%d-%m-%Y', '%Y-%m-%d', '%d/%m/%Y']) AS DATE) AS opened,
    CAST(try_strptime(text_of({column_5}), ['%d-%m-%Y', '%Y-%m-%d', '%d/%m/%Y']) AS DATE) AS closed,
    text_of({column_14}) AS region
FROM staged_file;
