-- What the plans in hand say, as tables, so that one statement answers for all of them; and the current
-- state of the loads, as views. One row per what each is named after.
CREATE OR REPLACE TEMPORARY TABLE cycle_school (
    cycle VARCHAR, school VARCHAR, baseline VARCHAR, follow_up VARCHAR
);
CREATE OR REPLACE TEMPORARY TABLE cycle_measure (
    cycle VARCHAR, measure VARCHAR, scale VARCHAR, threshold DOUBLE, comparison VARCHAR
);
CREATE OR REPLACE TEMPORARY TABLE group_rule (cycle VARCHAR, attribute VARCHAR, allowed VARCHAR[]);
CREATE OR REPLACE TEMPORARY TABLE treated_rule (cycle VARCHAR, attribute VARCHAR, allowed VARCHAR[]);
CREATE OR REPLACE TEMPORARY TABLE listed_pupil (cycle VARCHAR, pupil VARCHAR);

-- one row per current load: the latest of each source and half-term
CREATE OR REPLACE TEMPORARY VIEW current_load AS
SELECT source, half_term, arg_max(load, number) AS load, max(number) AS number
FROM load
GROUP BY source, half_term;

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
