-- One row per item, wave, school and score (null: no answer) of the current surveys: how many respondents.
SELECT a.measure, s.scale, l.half_term, a.school, a.score, count(*) AS respondents
FROM survey_answer AS a
JOIN current_load AS l USING (load)
JOIN measure_scale AS s USING (load, measure)
GROUP BY ALL
ORDER BY ALL;
