-- One row per list: a hash of whom it holds, in which unit and block, at which place. The brace is the list.
SELECT
    sha256(coalesce(string_agg(
        concat_ws('|', place, pupil, school, unit, block), chr(10) ORDER BY place, pupil
    ), '')) AS list_hash
FROM {drawn};
