-- One row per cycle, measure, attribute, value, side and treatment: pupils with a baseline score who have it.
-- Attributes that make the group or say who is treated are left out: their shares differ by design.
SELECT r.cycle, r.measure, a.name, a.value, r.side, r.treated, count(*) AS pupils
FROM baseline_look_row AS r
JOIN (SELECT DISTINCT cycle, baseline FROM cycle_school) AS c USING (cycle)
JOIN pupil_attribute AS a ON a.half_term = c.baseline AND a.pupil = r.pupil
WHERE r.score IS NOT NULL
  AND r.side IN ('target', 'comparison')
  AND NOT EXISTS (FROM group_rule AS g WHERE g.cycle = r.cycle AND g.attribute = a.name)
  AND NOT EXISTS (FROM treated_rule AS t WHERE t.cycle = r.cycle AND t.attribute = a.name)
GROUP BY ALL
ORDER BY ALL;
