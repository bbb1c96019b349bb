-- One row per row of the file that concerns the half-term: the pupil's number, school and attributes, and the
-- verdict: accepted, rejected, question, or aside (of a school whose rows may not be loaded).
CREATE OR REPLACE TEMPORARY TABLE load_row AS
SELECT r.row_no, r.pupil, {school} AS school, coalesce(v.verdict, 'accepted') AS verdict{attributes}
FROM check_row AS r
LEFT JOIN check_verdict AS v ON v.row_no = r.row_no
{schools}
{texts};
