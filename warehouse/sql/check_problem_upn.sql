-- Fills in one row per pupil and rule on UPNs that the identifier breaks, where it has the form of one.
INSERT INTO check_problem
WITH upn AS (
    SELECT
        no,
        left(pupil, 1)                       AS letter,
        CAST(substr(pupil, 2, 11) AS BIGINT) AS figures,
        right(pupil, 1)                      AS last
    FROM check_pupil
    WHERE form = 'sound'
)
SELECT 'pupil', $header, no, 'upn-check-letter' FROM upn WHERE letter <> upn_letter(figures, last)
UNION ALL
SELECT 'pupil', $header, no, 'upn-authority' FROM upn
WHERE figures // 100000000 NOT IN (SELECT unnest($authorities));
