-- One row per table and entry that is not as the ledger says, or that the ledger does not know: any row is a
-- failure.
SELECT coalesce(l.entry, r.entry) AS entry, coalesce(l.table_name, r.table_name) AS table_name
FROM ledger AS l
FULL JOIN ledger_rows AS r ON r.entry = l.entry AND r.table_name = l.table_name
WHERE r.row_count IS DISTINCT FROM l.row_count
   OR (l.engine = concat(version(), ' sum') AND r.rows_hash IS DISTINCT FROM l.rows_hash)
ORDER BY ALL;
