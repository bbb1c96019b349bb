-- One row per row of the file, column (its header) and rule that it breaks: every fault of every row. And, while
-- a file is checked, one row per text of a column and rule that it breaks wherever it stands.
CREATE OR REPLACE TEMPORARY TABLE load_finding (row_no BIGINT, column_name VARCHAR, rule VARCHAR);
CREATE OR REPLACE TEMPORARY TABLE check_problem ("column" VARCHAR, header VARCHAR, no INTEGER, rule VARCHAR);
