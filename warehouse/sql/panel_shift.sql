-- One row per measure: whole numbers near the means, taken off every score before it is squared so that
-- sums keep their digits (and stay exact where scores are whole numbers). One shift a measure, so that
-- the sums of several studies of it add up.
CREATE OR REPLACE TEMPORARY TABLE panel_shift AS
SELECT
    measure,
    round(CAST(sum(CAST(baseline AS DECIMAL(38, 12))) AS DOUBLE) / count(*))  AS baseline,
    round(CAST(sum(CAST(follow_up AS DECIMAL(38, 12))) AS DOUBLE) / count(*)) AS follow_up
FROM panel_row
WHERE baseline IS NOT NULL AND follow_up IS NOT NULL
GROUP BY measure;
