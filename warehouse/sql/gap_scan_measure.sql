-- One row per measure and scale of the scanned half-term: a number for it, and a whole number near the mean
-- that is taken off every score before it is squared, so that sums keep their digits.
CREATE OR REPLACE TEMPORARY TABLE gap_measure AS
SELECT row_number() OVER (ORDER BY measure, scale) AS number, measure, scale, round(avg(score)) AS shift
FROM gap_score
WHERE position = (SELECT max(position) FROM gap_half_term) AND coalesce(measure = $measure, true)
GROUP BY measure, scale;
