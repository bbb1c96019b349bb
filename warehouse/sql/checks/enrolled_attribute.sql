-- One row per pupil and load that fails: every attribute is of a pupil whom the same load enrols.
-- By hashes, as in one_result.sql.
SELECT a.print
FROM (SELECT DISTINCT hash(load, pupil) AS print FROM attribute WHERE load {wanted}) AS a
ANTI JOIN (SELECT hash(load, pupil) AS print FROM enrolment WHERE load {wanted}) AS e USING (print)
