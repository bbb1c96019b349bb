-- One row per row of a foreign file: what it says, and the rule by which it cannot be used (null: it can).
-- A row without a baseline score and without a school is a pupil who came later: missing, not wrong.
CREATE TEMPORARY TABLE gap_file_row AS
WITH typed AS (
    SELECT
        row_no,
        trim({pupil})                 AS pupil,
        trim({school})                AS school,
        score_of({baseline})          AS baseline,
        score_of({follow_up})         AS follow_up,
        NOT is_blank({baseline})      AS has_baseline,
        NOT is_blank({follow_up})     AS has_follow_up,
        {target}                      AS target,
        {treated}                     AS treated
    FROM staged_file
    WHERE NOT (is_blank({pupil}) AND is_blank({school}) AND is_blank({baseline}) AND is_blank({follow_up}))
)
SELECT
    *,
    CASE
        WHEN is_blank(pupil) THEN 'no pupil'
        WHEN count(*) OVER (PARTITION BY pupil) > 1 THEN 'pupil twice'
        WHEN has_baseline AND baseline IS NULL THEN 'baseline not a number'
        WHEN has_follow_up AND follow_up IS NULL THEN 'follow-up not a number'
        WHEN is_blank(school) AND has_baseline THEN 'no school'
    END AS rule
FROM typed;
