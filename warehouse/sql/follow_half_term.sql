-- One row per half-term and side: pupils, their schools, those who were there in the half-term before, and
-- those of them who were at another school then.
SELECT
    position, followed,
    count(*)                                                    AS pupils,
    count(DISTINCT school)                                      AS schools,
    count(school_before)                                        AS there_before,
    count(*) FILTER (school_before <> school)                   AS moved
FROM follow_pupil
GROUP BY ALL
ORDER BY ALL;
