-- Fills in one row per row that is set aside; nothing is known of it but whose it is.
INSERT INTO load_row BY NAME
SELECT row_no, pupil, 'aside' AS verdict FROM check_aside;
