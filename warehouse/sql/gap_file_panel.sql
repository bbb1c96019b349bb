-- Fills `panel_row` with one row per pupil of the file who has both scores and a school.
INSERT INTO panel_row
SELECT
    'file', 'score', school,
    CASE WHEN target THEN 'target' WHEN NOT target THEN 'comparison' ELSE 'unclassified' END,
    treated, baseline, follow_up, false, false, $threshold
FROM gap_file_row
WHERE rule IS NULL AND baseline IS NOT NULL AND follow_up IS NOT NULL;
