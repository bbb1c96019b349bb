-- One row per text of one measure's cells that its scale does not know: how often it is there, and how many
-- cells of the measure hold anything.
WITH cell AS (SELECT no, problem, count(*) AS cells FROM check_cell WHERE measure = $measure GROUP BY ALL)
SELECT t.text, c.cells, (SELECT sum(cells) FROM cell) AS filled
FROM cell AS c JOIN check_text AS t USING (no)
WHERE c.problem IN ('unknown-grade', 'not-a-number')
LIMIT $most;
