-- The warehouse, version 1. Append-only: no keys, constraints or sequences (the same SQL runs on DuckLake),
-- nothing is updated in place. A row belongs to a load; a load is known by a hash of what it holds.

-- one row per load: one half-term's state of things, read from one source
CREATE TABLE load (
    load           VARCHAR   NOT NULL,
    number         INTEGER   NOT NULL,  -- 1 for the first load of this warehouse
    source         VARCHAR   NOT NULL,
    half_term      VARCHAR   NOT NULL,
    file_name      VARCHAR   NOT NULL,
    file_sha256    VARCHAR   NOT NULL,
    loaded_on      DATE      NOT NULL,
    rows_read      BIGINT    NOT NULL,
    pupils         BIGINT    NOT NULL,  -- accepted: one row a pupil
    outside        BIGINT    NOT NULL,  -- rows of schools that are not in the programme
    elsewhere      BIGINT    NOT NULL,  -- rows of pupils who were at no school in this half-term
    rejected       BIGINT    NOT NULL,
    scores         BIGINT    NOT NULL,
    scores_missing BIGINT    NOT NULL
);

-- one row per load, pupil: where the pupil was
CREATE TABLE enrolment (load VARCHAR NOT NULL, pupil VARCHAR NOT NULL, school VARCHAR NOT NULL);

-- one row per load, pupil and attribute that is known
CREATE TABLE attribute (
    load VARCHAR NOT NULL, pupil VARCHAR NOT NULL, name VARCHAR NOT NULL, value VARCHAR NOT NULL
);

-- one row per load, pupil and measure with a score or a status (absent, left, ...), never both
CREATE TABLE result (
    load VARCHAR NOT NULL, pupil VARCHAR NOT NULL, measure VARCHAR NOT NULL, score DOUBLE, status VARCHAR
);

-- one row per load and measure: the scale its scores are on
CREATE TABLE measure_scale (load VARCHAR NOT NULL, measure VARCHAR NOT NULL, scale VARCHAR NOT NULL);

-- one row per load and rejected row: its number in the file and the rule, never what it held
CREATE TABLE rejection (
    load VARCHAR NOT NULL, row_no BIGINT NOT NULL, column_name VARCHAR NOT NULL, rule VARCHAR NOT NULL
);

-- one row per cycle, measure and pupil of its schools, frozen when the plan is locked
--   side  'target', 'comparison', 'unclassified' (group not known), 'aside' (not in this comparison)
CREATE TABLE frozen_group (
    cycle VARCHAR NOT NULL, measure VARCHAR NOT NULL, pupil VARCHAR NOT NULL, school VARCHAR NOT NULL,
    side VARCHAR NOT NULL, baseline_load VARCHAR NOT NULL
);

-- one row per table and what was put there at once, a load's rows or the frozen groups of a cycle: how many
-- rows, and a hash of them by one version of the engine (another may hash differently); compared at open
CREATE TABLE ledger (
    entry VARCHAR NOT NULL, table_name VARCHAR NOT NULL, row_count BIGINT NOT NULL,
    rows_hash VARCHAR NOT NULL, engine VARCHAR NOT NULL
);
