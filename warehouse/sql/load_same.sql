-- One row: whether two loads put the same rows into the warehouse, by what the ledger's view says of each.
SELECT count(*) = 0 AS same
FROM (
    SELECT table_name, row_count, rows_hash FROM ledger_rows WHERE entry = $load
    EXCEPT
    SELECT table_name, row_count, rows_hash FROM ledger_rows WHERE entry = $newest
    UNION ALL
    (
        SELECT table_name, row_count, rows_hash FROM ledger_rows WHERE entry = $newest
        EXCEPT
        SELECT table_name, row_count, rows_hash FROM ledger_rows WHERE entry = $load
    )
) AS differing;
