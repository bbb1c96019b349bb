-- Draws: who gets a change idea, and when, as the lots fell. One row per what each is named after.

-- one row per cycle, draw and target pupil who was drawn from; the last draw of a cycle is the one in force
--   place   of the pupil's unit in the list drawn from, 1 for the first; unit: the school, the class with its
--           school, or for pupils drawn one by one the place
--   wave    which wave fell to the unit, from 0; starts: the half-term in which it starts, null for never
CREATE TABLE drawn_pupil (
    cycle VARCHAR NOT NULL, draw INTEGER NOT NULL, place INTEGER NOT NULL, pupil VARCHAR NOT NULL,
    school VARCHAR NOT NULL, unit VARCHAR NOT NULL, block VARCHAR NOT NULL,
    wave INTEGER NOT NULL, starts VARCHAR
);
