-- Extracts of the national register of schools, each whole and dated. One row per what each is named after.
CREATE TABLE register_extract (
    number INTEGER NOT NULL,  -- 1 for the first of this warehouse
    dated DATE NOT NULL, file_name VARCHAR NOT NULL, file_sha256 VARCHAR NOT NULL, links_sha256 VARCHAR
);
CREATE TABLE establishment (
    extract INTEGER NOT NULL, urn VARCHAR NOT NULL, laestab VARCHAR, name VARCHAR NOT NULL, authority VARCHAR,
    kind VARCHAR, status VARCHAR, phase VARCHAR, lowest_age INTEGER, highest_age INTEGER, pupils INTEGER,
    fsm_percent DOUBLE, opened DATE, closed DATE, region VARCHAR
);
CREATE TABLE establishment_link (
    extract INTEGER NOT NULL, urn VARCHAR NOT NULL, linked_urn VARCHAR NOT NULL, kind VARCHAR NOT NULL,
    established DATE
);
