-- One row per what each is named after: what the plans in hand say, as tables, so that one statement answers
-- for all of them; and what the current loads say of pupils, as views (after as_at.sql).
CREATE OR REPLACE TEMPORARY TABLE cycle_school (
    cycle VARCHAR, school VARCHAR, baseline VARCHAR, follow_up VARCHAR
);
CREATE OR REPLACE TEMPORARY TABLE cycle_measure (
    cycle VARCHAR, measure VARCHAR, scale VARCHAR, threshold DOUBLE, comparison VARCHAR
);
CREATE OR REPLACE TEMPORARY TABLE group_rule (
    cycle VARCHAR, attribute VARCHAR, allowed VARCHAR[],
    allowed_later VARCHAR[]  -- at the follow-up: a year group has moved up when a school year has begun
);
CREATE OR REPLACE TEMPORARY TABLE treated_rule (cycle VARCHAR, attribute VARCHAR, allowed VARCHAR[]);
CREATE OR REPLACE TEMPORARY TABLE listed_pupil (cycle VARCHAR, pupil VARCHAR);
CREATE OR REPLACE TEMPORARY TABLE half_term_place (half_term VARCHAR, place INTEGER);
