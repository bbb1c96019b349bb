-- One row per half-term, pupil and measure, ready to be summed up. A pupil is in a band only after the
-- half-term whose scores cut it: those scores say nothing about who is behind within the band. `from_band` is
-- the score's distance from the mean of the band and year group over all schools.
CREATE OR REPLACE TEMPORARY TABLE gap_held AS
SELECT
    s.position, s.pupil, s.school, s.year, m.number AS measure, s.score - m.shift AS score, b.band,
    CASE WHEN b.band IS NOT NULL
         THEN s.score - avg(s.score) OVER (PARTITION BY s.position, m.number, b.band, s.year) END AS from_band
FROM gap_score AS s
JOIN gap_measure AS m ON m.measure = s.measure AND m.scale = s.scale
LEFT JOIN gap_band AS b ON b.measure = s.measure AND b.pupil = s.pupil AND b.cut_at < s.position;
