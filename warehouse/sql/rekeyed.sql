-- One row per row of the table in the brace, in the same order, its pupil under one key more.
CREATE OR REPLACE TEMPORARY TABLE rekeyed AS SELECT * REPLACE ({pseudonym} AS pupil) FROM {table};
