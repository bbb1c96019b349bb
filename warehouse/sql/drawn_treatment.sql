-- One row per cycle in hand and pupil whom its last draw has: whether the change idea is this pupil's by the
-- follow-up. As drawn, whatever came of it: the intention to treat.
CREATE OR REPLACE TEMPORARY VIEW drawn_treatment AS
SELECT d.cycle, d.pupil, coalesce(s.place <= f.place, false) AS treated
FROM drawn_pupil AS d
JOIN (SELECT cycle, max(draw) AS draw FROM drawn_pupil GROUP BY cycle) AS last USING (cycle, draw)
JOIN (SELECT DISTINCT cycle, follow_up FROM cycle_school) AS c USING (cycle)
JOIN half_term_place AS f ON f.half_term = c.follow_up
LEFT JOIN half_term_place AS s ON s.half_term = d.starts;
