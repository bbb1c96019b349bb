-- One row per measure and load that fails: scores lie between the ends of their scale, where it has ends.
SELECT m.load, m.measure
FROM (FROM measure_scale WHERE load {wanted}) AS m
JOIN scale_end AS s ON s.scale = m.scale
JOIN held_measure AS r ON r.load = m.load AND r.measure = m.measure
WHERE r.lowest < s.lowest OR r.highest > s.highest
