-- One row per half-term asked for and pupil: the school (after pupil_views.sql; `coverage_half_term` is
-- filled by `coverage.py`).
CREATE OR REPLACE TEMPORARY TABLE coverage_pupil AS
SELECT h.position, p.half_term, p.pupil, p.school
FROM pupil_school AS p JOIN coverage_half_term AS h USING (half_term);
