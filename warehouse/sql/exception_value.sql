-- One row per attribute and value that pupils have now, of attributes with at most $most_values values.
SELECT name, value
FROM pupil_attribute
JOIN exception_time USING (half_term)
WHERE position = 1
GROUP BY name, value
QUALIFY count(*) OVER (PARTITION BY name) <= $most_values
ORDER BY name, value;
