-- One row per pupil, attribute and load that fails: a load says of a pupil one value of an attribute.
-- By hashes, as in one_result.sql.
SELECT print
FROM (SELECT hash(load, pupil, name) AS print FROM attribute WHERE load {wanted})
GROUP BY print
HAVING count(*) > 1
