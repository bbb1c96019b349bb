-- One row: how many rows of a file name something that another file does not have, and the first of them.
SELECT count(*), min(row_no) FROM {table} WHERE "{column}" NOT IN (SELECT id FROM {target}_id);
