-- One row per group that is large enough and school and year group with pupils on both sides: counts and sums
-- about the measure's shift.
SELECT
    c.number AS comparison, CAST(g.n AS DOUBLE) AS n, g.total, g.square,
    CAST(g.n_others AS DOUBLE) AS n_others, g.total_others, g.square_others
FROM gap_comparison AS c
JOIN gap_cell AS g
  ON g.measure = c.measure AND g.band = c.band AND g.one = c.one AND g.other = c.other
 AND (c.school = '' OR c.school = g.school)
WHERE NOT c.too_small
ORDER BY c.number, g.school, g.year;
