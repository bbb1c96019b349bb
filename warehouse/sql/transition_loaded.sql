-- One row per school that has pupils at one of two half-terms and none at the other, and the one it lacks.
WITH loaded AS (SELECT DISTINCT school, half_term FROM transition_pupil)
SELECT s.school, h.half_term
FROM (SELECT DISTINCT school FROM loaded WHERE half_term IN ($before, $after)) AS s
CROSS JOIN (SELECT unnest([$before, $after]) AS half_term) AS h
ANTI JOIN loaded AS l ON l.school = s.school AND l.half_term = h.half_term
WHERE coalesce(s.school = $school, TRUE)
ORDER BY ALL;
