-- One row per pupil that fails: a pupil is known by a pseudonym of 64 hexadecimal figures, and by nothing else.
SELECT DISTINCT pupil
FROM (
    SELECT load, pupil FROM enrolment WHERE load {wanted}
    UNION ALL
    SELECT baseline_load AS load, pupil FROM frozen_group WHERE baseline_load {wanted}
)
WHERE length(pupil) <> 64 OR NOT regexp_full_match(pupil, '[0-9a-f]{{64}}')
