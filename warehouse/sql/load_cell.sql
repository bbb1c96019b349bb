-- One row per row of the file and measure that it holds something of: a score or a status, or neither where
-- the cell breaks a rule. Pupils are numbered as in `load_pupil`, measures by their place in the source.
CREATE OR REPLACE TEMPORARY TABLE load_cell AS
SELECT row_no, pupil, measure, score, status FROM check_cell;
