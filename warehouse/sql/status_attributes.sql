-- One row per attribute of current loads that is a status: it has two values.
SELECT name
FROM attribute JOIN current_load USING (load)
GROUP BY name
HAVING count(DISTINCT value) = 2
ORDER BY name;
