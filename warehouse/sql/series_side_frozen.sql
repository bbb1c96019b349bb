-- One row per half-term, measure and pupil of a cycle's frozen groups who is enrolled in it: on which side
-- the lock put the pupil (null: not known), wherever in the programme the pupil is then.
CREATE OR REPLACE TEMPORARY TABLE series_side AS
WITH half_term AS (
    SELECT unnest($half_terms) AS half_term, generate_subscripts($half_terms, 1) - 1 AS position
)
SELECT
    h.position, h.half_term, g.pupil, g.measure,
    CASE g.side WHEN 'target' THEN true WHEN 'comparison' THEN false END AS side
FROM half_term AS h
JOIN pupil_school AS s USING (half_term)
JOIN frozen_group AS g USING (pupil)
WHERE g.cycle = $cycle AND g.side <> 'aside' AND coalesce(g.school = $school, true);
