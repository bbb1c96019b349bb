-- One row per ledger: how many entries it has, a hash of them all in the order they were written, and a hash
-- of the first $noted of them.
SELECT count(*) AS entries,
       sha256(coalesce(string_agg(line, chr(10) ORDER BY number), '')) AS whole,
       sha256(coalesce(string_agg(line, chr(10) ORDER BY number) FILTER (number <= $noted), '')) AS at_note
FROM (
    SELECT row_number() OVER (ORDER BY rowid) AS number,
           concat_ws('|', entry, table_name, row_count, rows_hash, engine) AS line
    FROM ledger
);
