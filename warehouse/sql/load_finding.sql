-- One row per row of the file, column (its header) and rule that it breaks: every fault of every row. And,
-- while a file is checked, one row per numbered text (in a column, or a pupil) and rule that it breaks
-- wherever it is.
CREATE OR REPLACE TEMPORARY TABLE load_finding (row_no BIGINT, column_name VARCHAR, rule VARCHAR);
CREATE OR REPLACE TEMPORARY TABLE check_problem (place VARCHAR, header VARCHAR, no INTEGER, rule VARCHAR);
