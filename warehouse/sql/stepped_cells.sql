-- One row per measure of the one cycle in hand, unit of its last draw, and half-term of $half_terms: how many
-- of the pupils drawn have a score, and their mean. Pupils stay with the unit that they were drawn with.
SELECT
    m.measure, d.unit, p.place AS half_term, count(*) AS pupils,
    CAST(sum(CAST(r.held.score AS DECIMAL(38, 12))) AS DOUBLE) / count(*) AS mean
FROM drawn_pupil AS d
JOIN (SELECT cycle, max(draw) AS draw FROM drawn_pupil GROUP BY cycle) AS last USING (cycle, draw)
JOIN cycle_measure AS m USING (cycle)
JOIN pupil_result AS r ON r.pupil = d.pupil AND r.measure = m.measure AND r.held.score IS NOT NULL
JOIN half_term_place AS p USING (half_term)
WHERE list_contains($half_terms, r.half_term)
GROUP BY ALL
ORDER BY ALL;
