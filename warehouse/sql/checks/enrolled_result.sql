-- One row per result that fails: every result is of a pupil whom the same load enrols.
SELECT r.load, r.pupil, r.measure
FROM (FROM result WHERE load {wanted}) AS r
ANTI JOIN (FROM enrolment WHERE load {wanted}) AS e ON e.load = r.load AND e.pupil = r.pupil
