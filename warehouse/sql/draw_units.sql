-- One row per unit of a draw list, in its order: name, block and how many pupils. The brace is the list.
SELECT place, any_value(unit) AS unit, any_value(block) AS block, count(*) AS pupils
FROM {drawn}
GROUP BY place
ORDER BY place;
