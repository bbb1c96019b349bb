-- Fills in the texts of one scale that were read outside the engine.
INSERT INTO check_reading
SELECT $scale, unnest($texts), unnest($scores), unnest($statuses), unnest($problems);
