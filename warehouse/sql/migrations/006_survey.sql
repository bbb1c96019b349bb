-- Anonymous surveys: answers whose respondents are known to nobody. One row per what each is named after.

-- one row per load, respondent and item with an answer or a status; the respondent is the row of the file
CREATE TABLE survey_answer (
    load VARCHAR NOT NULL, respondent BIGINT NOT NULL, school VARCHAR NOT NULL, measure VARCHAR NOT NULL,
    score DOUBLE, status VARCHAR
);

-- one row per load, respondent and attribute that is known
CREATE TABLE survey_attribute (
    load VARCHAR NOT NULL, respondent BIGINT NOT NULL, name VARCHAR NOT NULL, value VARCHAR NOT NULL
);
