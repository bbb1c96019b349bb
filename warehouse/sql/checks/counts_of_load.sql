-- One row per load that fails: its pupils and scores are as many as it says, and no row of its file is lost.
SELECT l.load
FROM (FROM load WHERE load {wanted}) AS l
LEFT JOIN (SELECT load, count(*) AS pupils FROM enrolment WHERE load {wanted} GROUP BY load) AS e
       ON e.load = l.load
LEFT JOIN (SELECT load, sum(scores) AS scores FROM held_measure GROUP BY load) AS r
       ON r.load = l.load
WHERE l.load NOT IN (SELECT load FROM survey_answer WHERE load {wanted})
  AND (
      l.pupils <> coalesce(e.pupils, 0)
      OR l.scores <> coalesce(r.scores, 0)
  )
   OR l.rows_read <> l.rows_accepted + l.outside + l.elsewhere + l.rejected + l.held
   OR least(l.rows_accepted, l.outside, l.elsewhere, l.rejected, l.held, l.scores_missing) < 0
