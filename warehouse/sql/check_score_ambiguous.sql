-- Sets the rule of one measure's numbers: what each means is not for the machine to say.
UPDATE check_score SET problem = $rule, score = NULL
WHERE measure = $measure AND score IS NOT NULL
  AND no IN (SELECT no FROM check_text WHERE TRY_CAST(value AS DOUBLE) IS NOT NULL);
