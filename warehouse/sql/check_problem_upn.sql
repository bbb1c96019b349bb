-- Fills in one row per pupil and rule on UPNs that the identifier breaks, where it has the form of one.
INSERT INTO check_problem
SELECT 'pupil', $header, no, 'upn-check-letter' FROM check_pupil
WHERE form = 'sound' AND left(pupil, 1) <> upn_letter(pupil)
UNION ALL
SELECT 'pupil', $header, no, 'upn-authority' FROM check_pupil
WHERE form = 'sound' AND substr(pupil, 2, 3) NOT IN (SELECT unnest($authorities));
