-- One row per row of the staged file that is of one school: what the row says of the pupil's identifier, and
-- which wave of a draw the pupil is in (null: not drawn at that school) and when it starts ('' for never).
-- `drawn_list.py` fills in the braces.
WITH own AS (
    SELECT f.row_no, f.{pupil} AS written, {identifier} AS identifier
    FROM staged_file AS f
    WHERE {of_school}
),
known AS (
    SELECT row_no, written, CASE WHEN identifier IS NOT NULL THEN {pseudonym} END AS pupil FROM own
)
SELECT k.row_no, k.written, d.wave, coalesce(d.starts, '') AS starts
FROM known AS k
LEFT JOIN drawn_pupil AS d
  ON d.cycle = $cycle AND d.draw = $draw AND d.pupil = k.pupil AND d.school = $school
ORDER BY k.row_no;
