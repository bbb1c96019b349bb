-- One row per row of the staged file that concerns this half-term: what it says, and the rule by which
-- it is rejected (null: accepted). `row_check.py` fills in the braces.
CREATE OR REPLACE TEMPORARY TABLE load_row AS
WITH typed AS (
    SELECT
        f.row_no,
        text_of(f.{pupil})   AS pupil,
        value_of(f.{school}) AS school_code,
        s.school,
        {cells}
    FROM staged_file AS f
    LEFT JOIN programme_school AS s ON s.code = value_of(f.{school})
    WHERE NOT is_blank(f.{school}) OR {any_score}
)
SELECT *,
    CASE
        WHEN school_code IS NULL THEN 'a score with no school'
        WHEN school IS NULL THEN 'outside'
        WHEN pupil IS NULL THEN 'no pupil identifier'
        WHEN is_damaged(pupil) THEN 'an identifier in scientific notation: a spreadsheet has cut it short'
        WHEN count(*) OVER (PARTITION BY pupil) > 1 THEN 'the same pupil more than once'
        {rules}
    END AS rule,
    CASE
        WHEN school_code IS NULL THEN $school_header
        WHEN pupil IS NULL OR is_damaged(pupil) OR count(*) OVER (PARTITION BY pupil) > 1 THEN $pupil_header
        {columns}
    END AS column_name
FROM typed;
