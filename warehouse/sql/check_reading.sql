-- One row per scale and different text in the columns that are on it: what the text means there.
CREATE OR REPLACE TEMPORARY TABLE check_reading (
    scale VARCHAR, text VARCHAR, score DOUBLE, status VARCHAR, problem VARCHAR
);
