-- One row per row that is blank all over: its place below the header, from 0. `staging.py` fills in the
-- braces with names of ours and the query that reads the file.
WITH numbered AS (
    SELECT row_number() OVER () - 1 AS place, *
    FROM ({rows})
)
SELECT place
FROM numbered
WHERE NOT ({filled})
