-- One row per pupil that fails: a pupil is known by a pseudonym, 64 hexadecimal figures, and nothing else.
SELECT DISTINCT pupil
FROM (
    SELECT pupil FROM enrolment WHERE load {wanted}
    UNION ALL
    SELECT pupil FROM frozen_group WHERE baseline_load {wanted}
)
WHERE length(pupil) <> 64 OR regexp_matches(pupil, '[^0-9a-f]')
