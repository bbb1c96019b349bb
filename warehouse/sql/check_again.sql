-- One row per pupil who may be there twice for the same measure, or at two schools: counted roughly in one
-- pass, a bit for each measure. The few who come out of it are looked at closely.
CREATE OR REPLACE TEMPORARY TABLE check_again AS
SELECT r.pupil
FROM check_row AS r {carried}
GROUP BY r.pupil
HAVING r.pupil IS NOT NULL AND ({again} OR {moved});

DELETE FROM check_again WHERE pupil NOT IN (SELECT no FROM check_pupil WHERE form = 'sound');
