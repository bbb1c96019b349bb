-- One row per cycle, measure, place (a school, or '' for all schools of the cycle), side and kind of pupil:
-- who is in the two cross-sections, with the sums of their scores.
--   stayer       on this side at this place both times, with both scores
--   joiner       in the second cross-section only;  leaver: in the first only
--   switched_in, switched_out: in both, but on another side before or after
-- A pupil whose group is not known at follow-up keeps the one of the baseline. A matched comparison has no
-- joiners, and who was set aside for want of a match is in neither cross-section. A benchmark has no pupils:
-- only the target side is told, though the others are needed to know who switched.
WITH later_rule AS (
    SELECT
        c.cycle, p.pupil, p.school,
        CASE WHEN count(*) FILTER (NOT list_contains(r.allowed_later, a.value)) > 0 THEN 'comparison'
             WHEN count(*) FILTER (a.value IS NULL) > 0 THEN NULL
             ELSE 'target' END AS side
    FROM cycle_school AS c
    JOIN pupil_school AS p ON p.half_term = c.follow_up AND p.school = c.school
    JOIN group_rule AS r ON r.cycle = c.cycle
    LEFT JOIN pupil_attribute AS a
           ON a.half_term = c.follow_up AND a.pupil = p.pupil AND a.name = r.attribute
    GROUP BY ALL
    UNION ALL
    SELECT c.cycle, p.pupil, p.school, CASE WHEN l.pupil IS NULL THEN 'comparison' ELSE 'target' END
    FROM cycle_school AS c
    JOIN pupil_school AS p ON p.half_term = c.follow_up AND p.school = c.school
    LEFT JOIN listed_pupil AS l ON l.cycle = c.cycle AND l.pupil = p.pupil
    WHERE c.cycle IN (SELECT cycle FROM listed_pupil)
),
earlier AS (
    SELECT
        g.cycle, g.measure, g.pupil, g.school,
        CASE g.side WHEN 'target' THEN 'target' ELSE 'comparison' END AS side,
        r.score
    FROM frozen_group AS g
    JOIN cycle_measure AS m ON m.cycle = g.cycle AND m.measure = g.measure
    JOIN result AS r
      ON r.load = g.baseline_load AND r.pupil = g.pupil AND r.measure = g.measure AND r.score IS NOT NULL
    WHERE g.side IN ('target', 'comparison') OR (g.side = 'aside' AND m.comparison <> 'matched')
),
later AS (
    SELECT
        p.cycle, m.measure, p.pupil, p.school,
        coalesce(
            p.side,
            CASE g.side WHEN 'target' THEN 'target' WHEN 'comparison' THEN 'comparison'
                        WHEN 'aside' THEN 'comparison' END
        ) AS side,
        f.held.score AS score
    FROM later_rule AS p
    JOIN cycle_measure AS m USING (cycle)
    JOIN (SELECT DISTINCT cycle, follow_up FROM cycle_school) AS c USING (cycle)
    JOIN pupil_result AS f
      ON f.half_term = c.follow_up AND f.pupil = p.pupil AND f.measure = m.measure
     AND f.held.score IS NOT NULL
    LEFT JOIN frozen_group AS g ON g.cycle = p.cycle AND g.measure = m.measure AND g.pupil = p.pupil
    WHERE m.comparison <> 'matched'
       OR g.side IN ('target', 'comparison')
       OR (p.side = 'target' AND g.side IS DISTINCT FROM 'aside')
),
placed AS (
    SELECT *, school AS place, true AS is_earlier FROM earlier
    UNION ALL
    SELECT *, '', true FROM earlier
    UNION ALL
    SELECT *, school, false FROM later
    UNION ALL
    SELECT *, '', false FROM later
),
pupil_both AS (
    SELECT
        cycle, measure, place, pupil,
        any_value(side) FILTER (is_earlier)       AS side_before,
        any_value(side) FILTER (NOT is_earlier)   AS side_after,
        any_value(score) FILTER (is_earlier)      AS baseline,
        any_value(score) FILTER (NOT is_earlier)  AS follow_up
    FROM placed
    WHERE side IS NOT NULL
    GROUP BY ALL
),
kinds AS (
    SELECT
        *, side_before AS side,
        CASE WHEN side_after IS NULL THEN 'leaver'
             WHEN side_before = side_after THEN 'stayer'
             ELSE 'switched_out' END AS kind
    FROM pupil_both WHERE side_before IS NOT NULL
    UNION ALL
    SELECT *, side_after, CASE WHEN side_before IS NULL THEN 'joiner' ELSE 'switched_in' END
    FROM pupil_both WHERE side_after IS NOT NULL AND side_after IS DISTINCT FROM side_before
)
SELECT
    cycle, measure, place, side, kind,
    count(*)                                                             AS pupils,
    -- of decimals, as in panel_cells.sql
    coalesce(CAST(sum(CAST(baseline AS DECIMAL(38, 12))) AS DOUBLE), 0)  AS baseline,
    coalesce(CAST(sum(CAST(follow_up AS DECIMAL(38, 12))) AS DOUBLE), 0) AS follow_up
FROM kinds
JOIN cycle_measure AS m USING (cycle, measure)
WHERE side = 'target' OR m.comparison NOT IN ('national', 'none')
GROUP BY ALL
ORDER BY ALL;
