-- One row: how many rows are blank in every wanted cell. A blank cell begins with no visible character of
-- ASCII, which costs far less to see than what it holds. `staging.py` fills in the braces with names of ours.
SELECT count(*)
FROM parsed
WHERE {unseen} AND NOT ({filled});
