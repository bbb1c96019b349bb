-- One row per measure, band (0: all), school, year group and pair of values (0 and a value: the value
-- alone), where both sides have pupils: the sums of the group, and of the others there whose two attributes
-- are known. Values 0 and 0 with a band are all of a school's pupils in it, beside its pupils of the other
-- bands, each by the distance from its own band's mean over all schools: else the lower band would always be
-- behind. In one school alone there is no such distance. `print` and `print_others` tell equal sets of
-- pupils apart from others; they stay in here.
CREATE OR REPLACE TEMPORARY TABLE gap_cell AS
WITH now AS (
    SELECT *, hash(pupil) AS print
    FROM gap_held
    WHERE position = (SELECT max(position) FROM gap_half_term)
),
known AS (
    SELECT k.pupil, v.attribute, v.number, v.value_count, v.yes_no
    FROM gap_known AS k
    JOIN gap_value AS v ON v.attribute = k.attribute AND v.value = k.value
    WHERE k.position = (SELECT max(position) FROM gap_half_term) AND v.value_count <= $most_values
),
pair AS (
    SELECT
        one.pupil, one.attribute AS attribute_one, other.attribute AS attribute_other,
        CASE WHEN one.attribute = 0 THEN 0 ELSE one.number END AS one,
        other.number AS other
    FROM known AS one
    JOIN known AS other ON other.pupil = one.pupil AND other.attribute <> 0
    WHERE one.attribute = 0
       OR (one.attribute < other.attribute
           AND greatest(one.value_count, other.value_count) <= $most_paired
           AND NOT (one.attribute = -1 AND other.yes_no))  -- a flag with itself
),
by_band AS (
    SELECT
        n.measure, n.band, n.school, n.year, p.attribute_one, p.attribute_other, p.one, p.other,
        count(*) AS n, sum(n.score) AS total, sum(n.score * n.score) AS square, bit_xor(n.print) AS print
    FROM now AS n
    JOIN pair AS p USING (pupil)
    GROUP BY ALL
),
cell AS (
    SELECT * FROM by_band WHERE band IS NOT NULL
    UNION ALL
    SELECT
        measure, 0, school, year, attribute_one, attribute_other, one, other,
        sum(n), sum(total), sum(square), bit_xor(print)
    FROM by_band
    GROUP BY ALL
),
in_band AS (
    SELECT
        measure, band, school, year, 0 AS attribute_one, 0 AS attribute_other, 0 AS one, 0 AS other,
        count(*) AS n, sum(from_band) AS total, sum(from_band * from_band) AS square, bit_xor(print) AS print
    FROM now
    WHERE band IS NOT NULL AND (SELECT count(DISTINCT school) FROM now) > 1
    GROUP BY ALL
),
sided AS (
    SELECT
        *, sum(n) OVER here - n AS n_others, sum(total) OVER here - total AS total_others,
        sum(square) OVER here - square AS square_others, xor(bit_xor(print) OVER here, print) AS print_others
    FROM cell
    WINDOW here AS (PARTITION BY measure, band, school, year, attribute_one, attribute_other)
    UNION ALL
    SELECT
        *, sum(n) OVER beside - n, sum(total) OVER beside - total, sum(square) OVER beside - square,
        xor(bit_xor(print) OVER beside, print)
    FROM in_band
    WINDOW beside AS (PARTITION BY measure, school, year)
)
SELECT * EXCLUDE (attribute_one, attribute_other) FROM sided WHERE n_others > 0;
