-- One row per row of a foreign file: what it says, and the rule by which it cannot be used (null: it can).
-- A row without a baseline score and without a school is a pupil who came later: missing, not wrong.
-- `gap_file.py` fills in the braces with staged column names.
CREATE TEMPORARY TABLE gap_file_row AS
WITH typed AS (
    SELECT
        row_no,
        text_of({pupil})              AS pupil,
        value_of({school})            AS school,
        score_of({baseline})          AS baseline,
        score_of({follow_up})         AS follow_up,
        NOT is_blank({baseline})      AS has_baseline,
        NOT is_blank({follow_up})     AS has_follow_up,
        {target}                      AS target,
        {treated}                     AS treated
    FROM staged_file
)
SELECT
    *,
    CASE
        WHEN pupil IS NULL THEN 'no pupil'
        WHEN is_damaged(pupil) THEN 'damaged pupil'
        WHEN count(*) OVER (PARTITION BY pupil) > 1 THEN 'pupil twice'
        WHEN has_baseline AND baseline IS NULL THEN 'baseline not a number'
        WHEN has_follow_up AND follow_up IS NULL THEN 'follow-up not a number'
        WHEN school IS NULL AND has_baseline THEN 'no school'
    END AS rule
FROM typed;
