-- One row per side of the group and outcome (null: not known) of a foreign file, and whether something is
-- written there that cannot be read: how many rows, and which where they cannot be read.
-- `two_way_file.py` fills in the braces with staged column names.
SELECT
    side, outcome, written AND outcome IS NULL AS unread, count(*) AS rows,
    list(row_no ORDER BY row_no) FILTER (written AND outcome IS NULL) AS row_numbers
FROM (
    SELECT row_no, {side} AS side, CAST({outcome} AS DOUBLE) AS outcome, {written} AS written
    FROM staged_file
)
GROUP BY side, outcome, unread
ORDER BY side, outcome, unread;
