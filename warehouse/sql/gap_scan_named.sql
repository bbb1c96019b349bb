-- One row per group that is large enough to compare, in words.
SELECT
    c.number, m.measure, m.scale, c.school, c.band, c.same,
    one.name AS name_one, one.value AS value_one, other.name AS name_other, other.value AS value_other
FROM gap_comparison AS c
JOIN gap_measure AS m ON m.number = c.measure
LEFT JOIN gap_value AS one ON one.number = c.one
LEFT JOIN gap_value AS other ON other.number = c.other
WHERE NOT c.too_small
ORDER BY c.number;
