-- One row per row of a school whose rows may not be loaded: none, in a file that names no such school.
CREATE OR REPLACE TEMPORARY TABLE check_aside (row_no BIGINT, pupil INTEGER);
