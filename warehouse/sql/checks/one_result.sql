-- One row per pupil, measure and load that fails: a load says of a pupil one result of a measure.
SELECT load, pupil, measure FROM result WHERE load {wanted} GROUP BY ALL HAVING count(*) > 1
