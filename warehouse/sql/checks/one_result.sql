-- One row per pupil and load that fails: a load says of a pupil one result of a measure.
-- By hashes, as in check_material.sql: two may happen to be equal and fail a sound load, once in many
-- millions of large loads.
SELECT print FROM held_pupil WHERE results <> bit_count(bits)
