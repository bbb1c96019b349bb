-- One row per current load of the half-term before: the newest of each source and part.
CREATE OR REPLACE TEMPORARY TABLE check_before AS
SELECT arg_max(load, number) AS load, max(number) AS number
FROM load
WHERE half_term = $before
GROUP BY source, coalesce(part, '');
