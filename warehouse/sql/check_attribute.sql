-- One row per text of an attribute's column: what the source takes it to mean; null where it does not say.
CREATE OR REPLACE TEMPORARY TABLE check_attribute_{i} AS
SELECT no, {meant} AS value FROM check_text_{column};
