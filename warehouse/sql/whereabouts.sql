-- One row per what each is named after: where pupils were, half-term by half-term of the programme, from the
-- current loads (after pupil_views.sql; `programme_half_term` is filled by `intervals.py`).

-- one row per half-term and pupil who was at a school
CREATE OR REPLACE TEMPORARY TABLE pupil_here AS
SELECT h.position, p.pupil, p.school
FROM pupil_school AS p JOIN programme_half_term AS h USING (half_term);

-- one row per pupil: a number, since sorting by long pseudonyms is slow
CREATE OR REPLACE TEMPORARY TABLE pupil_number AS
SELECT pupil, row_number() OVER () AS number FROM (SELECT DISTINCT pupil FROM pupil_here);

-- one row per school and half-term: of how many half-terms, up to this one, something of the school is loaded
CREATE OR REPLACE TEMPORARY TABLE school_seen AS
WITH loaded AS (SELECT DISTINCT school, position FROM pupil_here)
SELECT
    s.school, h.position, l.school IS NOT NULL AS is_loaded,
    count(l.school) OVER (PARTITION BY s.school ORDER BY h.position) AS seen
FROM (SELECT DISTINCT school FROM loaded) AS s
CROSS JOIN programme_half_term AS h
LEFT JOIN loaded AS l ON l.school = s.school AND l.position = h.position;

-- one row per half-term and pupil (by number) who was at a school, beside where the pupil was seen before
--   was_away  the school before was loaded in between without the pupil, who was nowhere else either; a
--             half-term of which nothing of the school is loaded is not an absence
--   stay      counts the pupil's times in the programme, one more after each absence
--   spell     counts the pupil's times at schools
CREATE OR REPLACE TEMPORARY TABLE whereabouts AS
WITH beside AS (
    SELECT
        h.position, n.number, h.school,
        lag(h.position) OVER earlier AS position_before,
        lag(h.school) OVER earlier   AS school_before
    FROM pupil_here AS h JOIN pupil_number AS n USING (pupil)
    WINDOW earlier AS (PARTITION BY n.number ORDER BY h.position)
),
told AS (
    SELECT b.*, coalesce(until.seen > since.seen, false) AS was_away
    FROM beside AS b
    LEFT JOIN school_seen AS since ON since.school = b.school_before AND since.position = b.position_before
    LEFT JOIN school_seen AS until ON until.school = b.school_before AND until.position = b.position - 1
)
SELECT
    *,
    count(*) FILTER (position_before IS NULL OR was_away) OVER so_far               AS stay,
    count(*) FILTER (school_before IS DISTINCT FROM school OR was_away) OVER so_far AS spell
FROM told
WINDOW so_far AS (PARTITION BY number ORDER BY position);
