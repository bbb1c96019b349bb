-- Fills in one row per row that is set aside; nothing is known of it but whose it is.
INSERT INTO load_row BY NAME
SELECT r.row_no, p.pupil, 'aside' AS verdict
FROM check_aside AS r LEFT JOIN check_pupil AS p ON p.no = r.pupil;
