-- One row per enrolment that fails: pupils are enrolled at schools of the programme only.
SELECT load, pupil
FROM enrolment
WHERE load {wanted}
  AND (SELECT count(*) FROM check_school) > 0
  AND school NOT IN (SELECT school FROM check_school)
