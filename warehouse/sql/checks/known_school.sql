-- One row per enrolment that fails: pupils are enrolled at schools of the programme only.
SELECT load, pupil
FROM enrolment
WHERE load {wanted}
  AND (SELECT count(*) FROM programme_place) > 0
  AND school NOT IN (SELECT school FROM programme_place)
