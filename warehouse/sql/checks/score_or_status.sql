-- One row per result that fails: a result has a score or a status, never both and never neither.
SELECT load, pupil, measure FROM result WHERE load {wanted} AND (score IS NULL) = (status IS NULL)
