-- Fills in one row per pupil whose identifier is damaged or is none.
INSERT INTO check_problem SELECT 'pupil', $header, no, form FROM check_pupil WHERE form <> 'sound';
