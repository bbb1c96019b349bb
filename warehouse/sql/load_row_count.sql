-- One row: how many rows of the half-term are accepted and the pupils they name, how many rows are of schools
-- outside the programme, rejected, and held; and of the accepted ones, the scores and the blank cells.
SELECT
    count(*) FILTER (verdict = 'accepted')              AS accepted,
    count(DISTINCT pupil) FILTER (verdict = 'accepted') AS pupils,
    count(*) FILTER (verdict = 'aside')                 AS outside,
    count(*) FILTER (verdict = 'rejected')              AS rejected,
    count(*) FILTER (verdict = 'question')              AS held,
    (
        SELECT count(*) FROM load_cell
        WHERE score IS NOT NULL AND row_no NOT IN (SELECT row_no FROM load_row WHERE verdict <> 'accepted')
    )                                                   AS scores,
    (SELECT sum(blank) FROM load_blank)                 AS scores_missing
FROM load_row;
