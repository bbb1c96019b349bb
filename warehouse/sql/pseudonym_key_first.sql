-- Sets the key of a warehouse that holds no pupil yet: one row, whatever was noted before.
DELETE FROM pseudonym_key;
INSERT INTO pseudonym_key VALUES (1, $fingerprint, $since, NULL, NULL);
