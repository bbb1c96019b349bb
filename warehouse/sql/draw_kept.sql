-- One row per pupil of the draw list, kept with the wave that fell to the unit: $waves are by place, and
-- $starts by wave, '' for never.
INSERT INTO drawn_pupil
SELECT
    $cycle, $draw, l.place, l.pupil, l.school, l.unit, l.block,
    $waves[l.place], nullif($starts[$waves[l.place] + 1], '')
FROM draw_list AS l
ORDER BY l.place, l.pupil;
