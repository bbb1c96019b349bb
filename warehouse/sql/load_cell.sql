-- One row per row of the file and measure that it holds something of: a score or a status, or neither where the
-- cell breaks a rule. The index of a measure is its place in the source.
CREATE OR REPLACE TEMPORARY TABLE load_cell AS
SELECT row_no, measure, score, status FROM check_cell;
