-- One row per measure, scale and set of half-terms in which the same pupils have a score: how many they are.
-- A bit of `half_terms` is a position, so that every pair of half-terms is answered for by one pass.
SELECT measure, half_terms, count(*) AS pupils
FROM (
    SELECT measure, scale, hash(pupil) AS print, bit_or(1::HUGEINT << position) AS half_terms
    FROM coverage_result
    WHERE status IS NULL
    GROUP BY measure, scale, print
)
GROUP BY ALL
ORDER BY ALL;
