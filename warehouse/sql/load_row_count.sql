-- One row: how many rows of the half-term are accepted and the pupils they name, how many rows are of schools
-- outside the programme, rejected, and held; and of the accepted ones, the scores and the blank cells.
SELECT
    count(*) FILTER (verdict = 'accepted')              AS accepted,
    count(DISTINCT pupil) FILTER (verdict = 'accepted') AS pupils,
    count(*) FILTER (verdict = 'aside')                 AS outside,
    count(*) FILTER (verdict = 'rejected')              AS rejected,
    count(*) FILTER (verdict = 'question')              AS held,
    (
        SELECT count(*) FROM load_cell AS c JOIN load_row AS r USING (row_no)
        WHERE r.verdict = 'accepted' AND c.score IS NOT NULL
    )                                                   AS scores,
    (SELECT sum(blank) FROM load_blank)                 AS scores_missing
FROM load_row;
