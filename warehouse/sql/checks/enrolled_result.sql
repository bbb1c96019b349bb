-- One row per pupil and load that fails: every result is of a pupil whom the same load enrols.
-- By hashes, as in one_result.sql.
SELECT r.print
FROM (SELECT DISTINCT hash(load, pupil) AS print FROM result WHERE load {wanted}) AS r
ANTI JOIN (SELECT hash(load, pupil) AS print FROM enrolment WHERE load {wanted}) AS e USING (print)
