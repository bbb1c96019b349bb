-- One row per school and half-term from the second that is loaded of it on: where somebody can have moved.
SELECT s.school, h.half_term
FROM school_seen AS s JOIN programme_half_term AS h USING (position)
WHERE s.is_loaded AND s.seen > 1
ORDER BY s.school, s.position;
