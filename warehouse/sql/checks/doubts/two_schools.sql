-- One row per half-term and pupil in doubt: current loads of a half-term have a pupil at one school; else the
-- newest load counts, which is right if the pupil has moved.
SELECT n.half_term, n.pupil
FROM (
    SELECT l.half_term, e.pupil, e.school
    FROM enrolment AS e JOIN current_load AS l USING (load)
    WHERE load {wanted}
) AS n
JOIN current_load AS o ON o.half_term = n.half_term
JOIN enrolment AS e ON e.load = o.load AND e.pupil = n.pupil AND e.school <> n.school
GROUP BY ALL
