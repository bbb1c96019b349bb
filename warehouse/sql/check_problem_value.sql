-- Fills in one row per text of an attribute's column that the source does not map.
INSERT INTO check_problem
SELECT list_extract($places, attribute + 1), list_extract($headers, attribute + 1), no, 'value-unmapped'
FROM check_attribute
WHERE value IS NULL;
