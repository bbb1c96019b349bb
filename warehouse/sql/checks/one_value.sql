-- One row per pupil, attribute and load that fails: a load says of a pupil one value of an attribute.
SELECT load, pupil, name FROM attribute WHERE load {wanted} GROUP BY ALL HAVING count(*) > 1
