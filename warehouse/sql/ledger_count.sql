-- One row per table and entry that has not as many rows as the ledger says, or that the ledger does not know:
-- the check without the hashes, which reads no column but one.
SELECT coalesce(l.entry, r.entry) AS entry, coalesce(l.table_name, r.table_name) AS table_name
FROM ledger AS l
FULL JOIN ledger_rows AS r ON r.entry = l.entry AND r.table_name = l.table_name
WHERE r.row_count IS DISTINCT FROM l.row_count
ORDER BY ALL;
