-- One row per pupil and load that fails: a load says of a pupil one result of a measure.
-- By bits, one for each measure, of a pupil's hash: pseudonyms are long, and grouping five million of them is
-- slow. Two hashes may happen to be equal and fail a sound load, once in many millions of large loads.
WITH numbered AS (
    SELECT load, measure, row_number() OVER (PARTITION BY load ORDER BY measure) AS bit
    FROM (SELECT DISTINCT load, measure FROM result WHERE load {wanted})
)
SELECT hash(r.load, r.pupil) AS print
FROM result AS r JOIN numbered AS m ON m.load = r.load AND m.measure = r.measure
WHERE r.load {wanted}
GROUP BY print, m.bit // 60
HAVING count(*) <> bit_count(bit_or(1::BIGINT << (m.bit % 60)))
