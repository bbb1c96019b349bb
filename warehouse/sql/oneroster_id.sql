-- One row per row of a bundle's file, withdrawn or not: its id. `oneroster.py` fills in the braces.
CREATE TEMP TABLE {table} AS SELECT {id} AS id FROM {source};
