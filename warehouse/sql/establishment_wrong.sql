-- One row: how many schools of the staged extract have no URN of six digits, or one that another has too.
SELECT count(*) FILTER (NOT regexp_full_match(urn, '[0-9]{6}')) + count(*) - count(DISTINCT urn) AS wrong
FROM incoming_establishment;
