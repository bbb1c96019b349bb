-- One row per what each is named after, from the first half-term in which it was so to the last; `is_open`
-- while it still is so in the newest load of the pupil's school (after whereabouts.sql).

-- one row per pupil (by number), school and unbroken time there
CREATE OR REPLACE TEMPORARY TABLE enrolment_spell AS
WITH spell AS (
    SELECT number, spell, any_value(school) AS school, max(stay) AS stay, min(position) AS first,
           max(position) AS last
    FROM whereabouts
    GROUP BY number, spell
),
final AS (SELECT number, max(spell) AS spell FROM spell GROUP BY number),
newest AS (SELECT school, max(seen) AS seen FROM school_seen GROUP BY school)
SELECT s.*, s.spell = f.spell AND here.seen = newest.seen AS is_open
FROM spell AS s
JOIN final AS f USING (number)
JOIN school_seen AS here ON here.school = s.school AND here.position = s.last
JOIN newest ON newest.school = s.school;

-- one row per pupil (by number), attribute, value and unbroken time of it; where the value is not known, the
-- one before goes on until another is seen or the pupil is away
CREATE OR REPLACE TEMPORARY TABLE attribute_spell AS
WITH known AS (
    SELECT w.number, w.position, w.stay, a.name, a.value
    FROM pupil_attribute AS a
    JOIN programme_half_term AS h USING (half_term)
    JOIN pupil_number AS n ON n.pupil = a.pupil
    JOIN whereabouts AS w ON w.number = n.number AND w.position = h.position
),
beside AS (
    SELECT *, lag(value) OVER earlier AS value_before, lag(stay) OVER earlier AS stay_before
    FROM known
    WINDOW earlier AS (PARTITION BY number, name ORDER BY position)
),
numbered AS (
    SELECT
        *, count(*) FILTER (value IS DISTINCT FROM value_before OR stay IS DISTINCT FROM stay_before)
               OVER (PARTITION BY number, name ORDER BY position) AS spell
    FROM beside
),
spell AS (
    SELECT number, name, spell, any_value(value) AS value, max(stay) AS stay, min(position) AS first,
           max(position) AS last, arg_min(value_before, position) AS value_before
    FROM numbered
    GROUP BY number, name, spell
),
final AS (SELECT number, name, max(spell) AS spell FROM spell GROUP BY number, name)
SELECT s.*, s.spell = f.spell AND e.number IS NOT NULL AS is_open
FROM spell AS s
JOIN final AS f USING (number, name)
LEFT JOIN enrolment_spell AS e ON e.number = s.number AND e.stay = s.stay AND e.is_open;

-- one row per pupil, school and unbroken time there; no end while it lasts
CREATE OR REPLACE TEMPORARY VIEW enrolment_interval AS
SELECT
    n.pupil, s.school, f.half_term AS from_half_term, f.starts AS from_date, l.half_term AS last_half_term,
    CASE WHEN NOT s.is_open THEN l.ends END AS to_date
FROM enrolment_spell AS s
JOIN pupil_number AS n USING (number)
JOIN programme_half_term AS f ON f.position = s.first
JOIN programme_half_term AS l ON l.position = s.last;

-- one row per pupil, attribute, value and unbroken time of it; no end while it lasts
CREATE OR REPLACE TEMPORARY VIEW attribute_interval AS
SELECT
    n.pupil, s.name, s.value, f.half_term AS from_half_term, f.starts AS from_date,
    l.half_term AS last_half_term,
    CASE WHEN NOT s.is_open THEN l.ends END AS to_date
FROM attribute_spell AS s
JOIN pupil_number AS n USING (number)
JOIN programme_half_term AS f ON f.position = s.first
JOIN programme_half_term AS l ON l.position = s.last;
