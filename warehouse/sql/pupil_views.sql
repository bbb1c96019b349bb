-- One row per half-term and pupil, and what each view says of them: what the current loads hold (as_at.sql).

-- one row per half-term and pupil: the school, as the latest load that knows the pupil has it
CREATE OR REPLACE TEMPORARY VIEW pupil_school AS
SELECT l.half_term, e.pupil, arg_max(e.school, l.number) AS school, arg_max(l.load, l.number) AS load
FROM enrolment AS e JOIN current_load AS l USING (load)
GROUP BY ALL;

-- one row per half-term, pupil and attribute
CREATE OR REPLACE TEMPORARY VIEW pupil_attribute AS
SELECT l.half_term, a.pupil, a.name, arg_max(a.value, l.number) AS value
FROM attribute AS a JOIN current_load AS l USING (load)
GROUP BY ALL;

-- one row per half-term, pupil and measure
CREATE OR REPLACE TEMPORARY VIEW pupil_result AS
SELECT
    l.half_term, r.pupil, r.measure,
    arg_max(struct_pack(score := r.score, status := r.status), l.number) AS held,
    arg_max(l.load, l.number)                                           AS load
FROM result AS r JOIN current_load AS l USING (load)
GROUP BY ALL;
