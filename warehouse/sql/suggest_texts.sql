-- One row per different text of a staged column, in the rows that have one of the wanted words elsewhere.
SELECT DISTINCT text_of({column}) AS text
FROM staged_file
WHERE NOT is_blank({column})
  AND ({wanted})
ORDER BY text
LIMIT $most;
