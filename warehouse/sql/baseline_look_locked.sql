-- Sets the frozen groups of cycles that are locked in the place of those just made, so that a look at a
-- locked plan is at the groups it has.
DELETE FROM freezing WHERE cycle IN (SELECT cycle FROM frozen_group);
INSERT INTO freezing
SELECT g.cycle, g.measure, g.pupil, g.school, g.side, g.baseline_load
FROM frozen_group AS g
JOIN cycle_measure AS m USING (cycle, measure);
