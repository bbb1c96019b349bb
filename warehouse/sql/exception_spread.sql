-- One row per measure, scale, school and year group now: counts and sums of shifted scores of all pupils.
SELECT
    measure, scale, school, count(*) AS n,
    CAST(sum(CAST(score AS DECIMAL(38, 12))) AS DOUBLE)         AS total,
    CAST(sum(CAST(score * score AS DECIMAL(38, 12))) AS DOUBLE) AS square
FROM exception_score
WHERE position = 1
GROUP BY measure, scale, school, year
ORDER BY measure, scale, school, year;
