-- One row per type of the pupils' userIds, the commonest first.
SELECT type, count(*) AS pupils
FROM (SELECT unnest(regexp_extract_all("userIds", '\{\s*([A-Za-z0-9_.-]{1,64})\s*:', 1)) AS type FROM pupil)
GROUP BY type ORDER BY pupils DESC, type LIMIT 10;
