-- One row per table of these entries (loads or cycles): what they put there, for the ledger.
INSERT INTO ledger
SELECT entry, table_name, row_count, rows_hash, concat(version(), ' sum')
FROM ledger_rows
WHERE list_contains($entries, entry);
