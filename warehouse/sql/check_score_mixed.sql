-- Sets the rule of one measure's unknown cells: they are of another grade system.
UPDATE check_score SET problem = 'mixed-grades'
WHERE measure = $measure AND problem IN ('unknown-grade', 'not-a-number');
