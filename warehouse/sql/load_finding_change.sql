-- Fills in one row per row and column with a score further from the pupil's score before than is taken
-- without a question. Leaps from any load of the half-term before are few; of these, the newest load's word
-- counts.
INSERT INTO load_finding
WITH limited AS (
    SELECT
        unnest($measures) AS measure, unnest($names) AS name, unnest($scales) AS scale, unnest($most) AS most
),
earlier AS (
    SELECT s.no, l.measure, l.most, b.number, r.score, m.scale IS NOT DISTINCT FROM l.scale AS same_scale
    FROM result AS r
    JOIN check_before AS b USING (load)
    JOIN limited AS l ON l.name = r.measure
    JOIN check_pseudonym AS s ON s.pseudonym = r.pupil
    LEFT JOIN measure_scale AS m ON m.load = r.load AND m.measure = r.measure
),
leap AS (
    SELECT c.row_no, c.pupil, c.measure, e.number
    FROM check_cell AS c JOIN earlier AS e ON e.no = c.pupil AND e.measure = c.measure
    WHERE e.same_scale AND abs(c.score - e.score) > e.most + 1e-9
),
newest AS (
    SELECT e.no, e.measure, max(e.number) AS number
    FROM earlier AS e
    WHERE e.no IN (SELECT pupil FROM leap)
    GROUP BY e.no, e.measure
)
SELECT DISTINCT l.row_no, list_extract($headers, l.measure + 1), 'impossible-change'
FROM leap AS l JOIN newest AS n ON n.no = l.pupil AND n.measure = l.measure AND n.number = l.number;
