-- One row per cycle that fails: frozen groups rest on loads that are there, and sides have their names.
SELECT DISTINCT cycle
FROM frozen_group
WHERE baseline_load NOT IN (SELECT load FROM load)
   OR side NOT IN ('target', 'comparison', 'unclassified', 'aside')
