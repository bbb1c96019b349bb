-- Loads by part, questions, and what every rule found. One row per what each table is named after.

-- a source's half-term may come in several files, such as one a school: each replaces only its own newer load
ALTER TABLE load ADD COLUMN part VARCHAR DEFAULT '';
ALTER TABLE load ADD COLUMN rows_accepted BIGINT DEFAULT 0;
ALTER TABLE load ADD COLUMN held BIGINT DEFAULT 0;         -- rows that wait for an answer
ALTER TABLE load ADD COLUMN encoding VARCHAR DEFAULT '';
ALTER TABLE load ADD COLUMN row_word VARCHAR DEFAULT 'row';
UPDATE load SET rows_accepted = pupils;

-- one row per load, row of its file, column and rule of cycles/load_rules.py that it breaks; never a value
CREATE TABLE finding (
    load VARCHAR NOT NULL, row_no BIGINT NOT NULL, column_name VARCHAR NOT NULL, rule VARCHAR NOT NULL
);
INSERT INTO finding
SELECT load, row_no, column_name,
    CASE WHEN rule = 'a score with no school' THEN 'school-missing'
         WHEN rule = 'no pupil identifier' THEN 'upn-missing'
         WHEN rule = 'the same pupil more than once' THEN 'duplicate'
         WHEN rule LIKE 'an identifier in scientific notation%' THEN 'excel-identifier'
         WHEN rule LIKE 'a value the source does not map%' THEN 'value-unmapped'
         ELSE 'not-a-number' END
FROM rejection;
DROP TABLE rejection;

-- the ledger now vouches for the scales too
INSERT INTO ledger
SELECT load, 'measure_scale', count(*), CAST(bit_xor(hash(measure, scale)) AS VARCHAR), version()
FROM measure_scale GROUP BY load;
