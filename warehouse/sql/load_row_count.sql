-- One row: how many rows of the half-term are accepted and the pupils they name, how many rows are of schools
-- outside the programme, rejected, and held; and of the accepted ones, the scores and the blank cells.
SELECT
    count(*) FILTER (v.verdict IS NULL)              AS accepted,
    count(DISTINCT pupil) FILTER (v.verdict IS NULL) AS pupils,
    (SELECT count(*) FROM check_aside)               AS outside,
    count(*) FILTER (v.verdict = 'rejected')         AS rejected,
    count(*) FILTER (v.verdict = 'question')         AS held,
    (
        SELECT count(*) FROM load_cell
        WHERE score IS NOT NULL AND row_no NOT IN (SELECT row_no FROM check_verdict)
    )                                                AS scores,
    (SELECT sum(blank) FROM load_blank)              AS scores_missing
FROM check_row AS r LEFT JOIN check_verdict AS v ON v.row_no = r.row_no;
