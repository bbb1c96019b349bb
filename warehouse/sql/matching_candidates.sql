-- One row per pupil with a baseline score in a cycle whose comparison is matched: a row number in place of
-- a key, the block (school, and year group where it is known), the side and the score. Pupils with equal
-- scores are in the order of a hash of $ties and the pupil, so that no file's order decides who is matched.
SELECT
    g.rowid AS row, g.cycle, g.measure, g.school || '/' || coalesce(y.value, '') AS block,
    g.side = 'target' AS target, r.score
FROM freezing AS g
JOIN cycle_measure AS m ON m.cycle = g.cycle AND m.measure = g.measure AND m.comparison = 'matched'
JOIN cycle_school AS c ON c.cycle = g.cycle AND c.school = g.school
JOIN result AS r
  ON r.load = g.baseline_load AND r.pupil = g.pupil AND r.measure = g.measure AND r.score IS NOT NULL
LEFT JOIN pupil_attribute AS y ON y.half_term = c.baseline AND y.pupil = g.pupil AND y.name = 'year'
WHERE g.side IN ('target', 'comparison')
ORDER BY g.cycle, g.measure, block, r.score, sha256(concat_ws('|', $ties, g.cycle, g.measure, g.pupil));
