-- One row per measure: whole numbers near the means, taken off every score before it is squared so that
-- sums keep their digits (and stay exact where scores are whole numbers). One shift a measure, so that
-- the sums of several studies of it add up.
CREATE OR REPLACE TEMPORARY TABLE panel_shift AS
SELECT measure, round(avg(baseline)) AS baseline, round(avg(follow_up)) AS follow_up
FROM panel_row
WHERE baseline IS NOT NULL AND follow_up IS NOT NULL
GROUP BY measure;
