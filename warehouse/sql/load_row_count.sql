-- One row: how many rows of the half-term are accepted, of schools outside the programme, and rejected; and
-- of the accepted ones, how many scores they hold and how many cells are blank. `loading.py` fills in the
-- braces.
SELECT
    count(*) FILTER (rule IS NULL)      AS pupils,
    count(*) FILTER (rule = 'outside')  AS outside,
    count(*) FILTER (rule <> 'outside') AS rejected,
    {scores}                            AS scores,
    {missing}                           AS scores_missing
FROM load_row;
