-- One row per measure, half-term, school and status (null: a score): how many pupils have it.
SELECT measure, half_term, school, status, count(*) AS pupils
FROM coverage_result
GROUP BY ALL
ORDER BY ALL;
