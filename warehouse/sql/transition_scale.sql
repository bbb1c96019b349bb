-- One row per half-term asked for and scale on which pupils have a score of the measure.
SELECT DISTINCT r.half_term, m.scale
FROM pupil_result AS r
JOIN measure_scale AS m ON m.load = r.load AND m.measure = r.measure
WHERE r.measure = $measure AND r.held.score IS NOT NULL AND list_contains($half_terms, r.half_term)
ORDER BY ALL;
