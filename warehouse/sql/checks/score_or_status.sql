-- One row per measure and load that fails: a result has a score or a status, never both and never neither.
SELECT load, measure FROM held_measure WHERE unclear > 0
