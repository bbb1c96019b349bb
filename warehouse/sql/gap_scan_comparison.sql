-- One row per group that is set beside others: measure, band, school ('' for all together) and pair of
-- values, with a number for it. `same` is equal where the two sets of pupils are, whatever the names and
-- whichever side is the group. All schools together are left out where there is but one, and where one is
-- asked for.
CREATE OR REPLACE TEMPORARY TABLE gap_comparison AS
WITH whole AS (
    SELECT
        measure, band, coalesce(school, '') AS school, one, other, sum(n) AS n, sum(n_others) AS n_others,
        bit_xor(print) AS print, bit_xor(print_others) AS print_others
    FROM gap_cell
    GROUP BY GROUPING SETS ((measure, band, school, one, other), (measure, band, one, other))
)
SELECT
    row_number() OVER (ORDER BY measure, band, school, one, other) AS number,
    measure, band, school, one, other, least(n, n_others) < $smallest AS too_small,
    dense_rank() OVER (
        ORDER BY measure, other = 0, least(print, print_others), greatest(print, print_others)
    ) AS same
FROM whole
WHERE coalesce(school = $school, true)
  AND (school <> '' OR (other <> 0 AND (SELECT count(DISTINCT school) FROM gap_held) > 1));
