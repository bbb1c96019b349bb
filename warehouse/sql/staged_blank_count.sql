-- One row: how many rows may be blank: a blank cell begins with no visible character of ASCII, which costs
-- far less to see than all that it holds. `staging.py` fills in the braces with names of ours.
SELECT count(*)
FROM {rows}
WHERE {unseen};
