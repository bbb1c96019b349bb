-- One row per row of the file that concerns the half-term: the pupil's number, school and attributes, and the
-- verdict: accepted, rejected, question, or aside (of a school whose rows may not be loaded; nothing is known
-- of it but whose it is). A view: to write five million rows takes longer than all that asks for them.
CREATE OR REPLACE TEMPORARY VIEW load_row AS
SELECT r.row_no, r.pupil, coalesce(v.verdict, 'accepted') AS verdict, {school} AS school{attributes}
FROM check_row AS r
LEFT JOIN check_verdict AS v ON v.row_no = r.row_no
{schools}
{texts}
UNION ALL BY NAME
SELECT row_no, pupil, 'aside' AS verdict FROM check_aside;
