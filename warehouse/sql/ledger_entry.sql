-- One row per table of one load: what it put there, for the ledger.
INSERT INTO ledger
SELECT $load, 'enrolment', count(*), coalesce(CAST(bit_xor(hash(pupil, school)) AS VARCHAR), '0') FROM enrolment WHERE load = $load
UNION ALL
SELECT $load, 'attribute', count(*), coalesce(CAST(bit_xor(hash(pupil, name, value)) AS VARCHAR), '0') FROM attribute WHERE load = $load
UNION ALL
SELECT $load, 'result', count(*), coalesce(CAST(bit_xor(hash(pupil, measure, score, status)) AS VARCHAR), '0') FROM result WHERE load = $load;
