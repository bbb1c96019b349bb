-- One row per row of the file with a fault: rejected, or held as a question.
CREATE OR REPLACE TEMPORARY TABLE check_verdict AS
SELECT
    row_no,
    CASE WHEN bool_or(list_contains($rejecting, rule)) THEN 'rejected' ELSE 'question' END AS verdict
FROM load_finding
WHERE rule <> 'school-unknown'
GROUP BY row_no;
