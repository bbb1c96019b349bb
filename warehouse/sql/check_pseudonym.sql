-- One row per pupil of the rows in hand whose identifier is sound: the pseudonym.
CREATE OR REPLACE TEMPORARY TABLE check_pseudonym AS
SELECT p.no, {pseudonym} AS pseudonym
FROM check_pupil AS p
WHERE p.no IN (SELECT pupil FROM check_row)
  AND p.no NOT IN (SELECT no FROM check_problem WHERE place = 'pupil' AND list_contains($rejecting, rule));
