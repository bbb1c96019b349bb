-- One row per pupil and load that fails: a load enrols a pupil once, at one school.
SELECT load, pupil FROM enrolment WHERE load {wanted} GROUP BY ALL HAVING count(*) > 1
