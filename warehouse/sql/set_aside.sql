-- Sets aside the pupils of matched cycles who have no match: on either side, with or without a score.
UPDATE freezing SET side = 'aside'
WHERE list_contains($cycles, cycle) AND side IN ('target', 'comparison')
  AND NOT list_contains($kept::BIGINT[], rowid);
