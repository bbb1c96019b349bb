-- Fills in one row per row of a school whose rows may not be loaded; nothing else is checked of it.
INSERT INTO load_finding SELECT row_no, $header, 'school-unknown' FROM check_aside;
