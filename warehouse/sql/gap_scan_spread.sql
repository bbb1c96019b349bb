-- One row per measure, school and year group of the scanned half-term: counts and sums of all pupils, about
-- the measure's shift.
SELECT m.measure, m.scale, h.school, count(*) AS n, sum(h.score) AS total, sum(h.score * h.score) AS square
FROM gap_held AS h
JOIN gap_measure AS m ON m.number = h.measure
WHERE h.position = (SELECT max(position) FROM gap_half_term)
GROUP BY m.measure, m.scale, h.school, h.year
ORDER BY m.measure, m.scale, h.school, h.year;
