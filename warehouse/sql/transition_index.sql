-- One row per half-term, scale, side and score of the measure: how many pupils. Those of whom it is not known
-- whether they are of the group are left out.
SELECT p.half_term, m.scale, p.inside, r.held.score AS score, count(*) AS pupils
FROM transition_pupil AS p
JOIN pupil_result AS r ON r.half_term = p.half_term AND r.pupil = p.pupil AND r.measure = $measure
JOIN measure_scale AS m ON m.load = r.load AND m.measure = r.measure
WHERE r.held.score IS NOT NULL AND p.inside IS NOT NULL AND coalesce(p.school = $school, TRUE)
GROUP BY ALL
ORDER BY ALL;
