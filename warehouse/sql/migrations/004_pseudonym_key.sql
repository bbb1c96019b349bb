-- One row per key that the warehouse's pseudonyms have been under: its fingerprint only. The highest number
-- is in use; from the second on, who rotated the key and why. A rotation is not over until the register tells
-- it too: these rows say what is still to be told.
CREATE TABLE pseudonym_key (
    number INTEGER NOT NULL, fingerprint VARCHAR NOT NULL, since DATE NOT NULL, rotated_by VARCHAR,
    reason VARCHAR
);
