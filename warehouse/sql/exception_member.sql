-- One row per half-term of `exception_time`, group and pupil of whom it is known if they are of it.
CREATE OR REPLACE TEMPORARY TABLE exception_member AS
WITH known AS (
    SELECT
        h.position, g.number, a.pupil, g.terms, count(*) AS told,
        count(*) FILTER (a.value <> g.value) AS other
    FROM exception_time AS h
    JOIN pupil_attribute AS a USING (half_term)
    JOIN (SELECT *, count(*) OVER (PARTITION BY number) AS terms FROM exception_group) AS g USING (name)
    GROUP BY ALL
)
SELECT position, number, pupil, other = 0 AS inside
FROM known
WHERE other > 0 OR told = terms;
