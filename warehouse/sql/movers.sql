-- One row per school, half-term and kind: pupils who joined it, left it, moved to or from another school of
-- the programme, or stand under another value of an attribute than when they were seen before. The first
-- half-term that is loaded of a school has no joiners; nobody has left before it is loaded again.
WITH gone AS (
    SELECT w.school, w.position
    FROM whereabouts AS w
    LEFT JOIN whereabouts AS n ON n.number = w.number AND n.position_before = w.position
    WHERE n.number IS NULL OR n.was_away
),
moved AS (
    SELECT w.school, w.position, 'joined' AS kind
    FROM whereabouts AS w
    JOIN school_seen AS s ON s.school = w.school AND s.position = w.position
    WHERE (w.position_before IS NULL OR w.was_away) AND s.seen > 1
    UNION ALL
    SELECT school, position, 'moved in' FROM whereabouts WHERE school <> school_before AND NOT was_away
    UNION ALL
    SELECT school_before, position, 'moved out'
    FROM whereabouts
    WHERE school <> school_before AND NOT was_away
    UNION ALL
    SELECT g.school, next.position, 'left'
    FROM gone AS g
    JOIN school_seen AS last ON last.school = g.school AND last.position = g.position
    JOIN school_seen AS next ON next.school = g.school AND next.is_loaded AND next.seen = last.seen + 1
),
changed AS (
    SELECT w.school, w.position, s.name, s.value
    FROM attribute_spell AS s
    JOIN whereabouts AS w ON w.number = s.number AND w.position = s.first
    WHERE list_contains($attributes, s.name) AND s.value <> s.value_before
)
SELECT school, half_term, kind, '' AS name, '' AS value, count(*) AS pupils
FROM moved JOIN programme_half_term USING (position)
GROUP BY ALL
UNION ALL
SELECT school, half_term, 'changed', name, value, count(*)
FROM changed JOIN programme_half_term USING (position)
GROUP BY ALL
ORDER BY ALL;
