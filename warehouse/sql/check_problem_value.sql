-- Fills in one row per text of an attribute's column that the source does not map.
INSERT INTO check_problem
SELECT $column, $header, no, 'value-unmapped' FROM check_attribute_{i} WHERE value IS NULL;
