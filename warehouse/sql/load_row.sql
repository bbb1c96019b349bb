-- One row per row of the staged file that concerns this half-term: what it says, and the rule by which
-- it is rejected (null: accepted). `loading.py` fills in the braces.
CREATE TEMPORARY TABLE load_row AS
WITH typed AS (
    SELECT
        f.row_no,
        trim(f.{pupil})  AS pupil,
        trim(f.{school}) AS school_code,
        s.school,
        {cells}
    FROM staged_file AS f
    LEFT JOIN programme_school AS s ON s.code = trim(f.{school})
    WHERE {present}
)
SELECT *,
    CASE
        WHEN is_blank(school_code) THEN 'a score with no school'
        WHEN school IS NULL THEN 'outside'
        WHEN is_blank(pupil) THEN 'no pupil identifier'
        WHEN count(*) OVER (PARTITION BY pupil) > 1 THEN 'the same pupil more than once'
        {rules}
    END AS rule,
    CASE
        WHEN is_blank(school_code) THEN $school_header
        WHEN is_blank(pupil) THEN $pupil_header
        WHEN count(*) OVER (PARTITION BY pupil) > 1 THEN $pupil_header
        {columns}
    END AS column_name
FROM typed;
