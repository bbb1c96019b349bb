-- One row that fails, if any: the loads are numbered 1, 2, 3 and so on, without a gap.
SELECT count(*) AS loads
FROM load
HAVING count(*) <> coalesce(max(number), 0) OR count(*) <> count(DISTINCT number) OR min(number) < 1
