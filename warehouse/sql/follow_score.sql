-- One row per half-term, side, measure and scale: pupils with a score and its sum; those of them who had one
-- in the half-term before too, on the same scale, with the sum of the changes; and how many had one then.
-- Sums are of decimals, which add up to the same in any order.
WITH half_term AS (
    SELECT unnest($half_terms) AS half_term, generate_subscripts($half_terms, 1) - 1 AS position
),
scored AS (
    SELECT h.position, r.pupil, r.measure, s.scale, CAST(r.held.score AS DECIMAL(38, 12)) AS score
    FROM half_term AS h
    JOIN pupil_result AS r USING (half_term)
    JOIN measure_scale AS s ON s.load = r.load AND s.measure = r.measure
    WHERE r.held.score IS NOT NULL AND coalesce(r.measure = $measure, TRUE)
),
now AS (
    SELECT p.followed, n.*, b.score AS before
    FROM scored AS n
    JOIN follow_pupil AS p USING (position, pupil)
    LEFT JOIN scored AS b
      ON b.position = n.position - 1 AND b.pupil = n.pupil AND b.measure = n.measure AND b.scale = n.scale
),
earlier AS (
    SELECT b.position + 1 AS position, p.followed, b.measure, b.scale, count(*) AS scored_before
    FROM scored AS b
    JOIN follow_pupil AS p USING (position, pupil)
    GROUP BY ALL
)
SELECT
    n.position, n.followed, n.measure, n.scale,
    count(*)                                              AS scored,
    CAST(sum(n.score) AS DOUBLE)                          AS total,
    count(n.before)                                       AS both,
    coalesce(CAST(sum(n.score - n.before) AS DOUBLE), 0)  AS change,
    coalesce(any_value(e.scored_before), 0)               AS scored_before
FROM now AS n
LEFT JOIN earlier AS e
  ON e.position = n.position AND e.followed = n.followed AND e.measure = n.measure AND e.scale = n.scale
WHERE n.followed IS NOT NULL
GROUP BY n.position, n.followed, n.measure, n.scale
ORDER BY ALL;
