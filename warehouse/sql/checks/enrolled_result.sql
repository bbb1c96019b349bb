-- One row per pupil and load that fails: every result is of a pupil whom the same load enrols.
-- By hashes, as in check_material.sql.
SELECT r.print
FROM held_pupil AS r
ANTI JOIN (SELECT hash(load, pupil) AS print FROM enrolment WHERE load {wanted}) AS e USING (print)
