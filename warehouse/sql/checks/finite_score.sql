-- One row per measure and load that fails: a score is a number that can be added up.
SELECT load, measure FROM held_measure WHERE endless > 0
