-- One row per attribute that fails: every attribute is of a pupil whom the same load enrols.
SELECT a.load, a.pupil, a.name
FROM (FROM attribute WHERE load {wanted}) AS a
ANTI JOIN (FROM enrolment WHERE load {wanted}) AS e ON e.load = a.load AND e.pupil = a.pupil
