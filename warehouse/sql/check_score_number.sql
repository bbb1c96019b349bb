-- One row per different text of one measure's column that is a number on its scale.
SELECT t.text
FROM check_text AS t
WHERE t.no IN (SELECT no FROM check_score WHERE measure = $measure AND score IS NOT NULL)
  AND TRY_CAST(t.value AS DOUBLE) IS NOT NULL
LIMIT $most;
