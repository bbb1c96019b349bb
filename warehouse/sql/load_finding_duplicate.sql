-- Fills in one row per row of a pupil who has several, where every row holds every measure.
INSERT INTO load_finding
SELECT row_no, $header, 'duplicate' FROM check_row WHERE pupil IN (SELECT pupil FROM check_again);
