-- One row per result that fails: a score is a number that can be added up.
SELECT load, pupil, measure FROM result WHERE load {wanted} AND NOT isfinite(score)
