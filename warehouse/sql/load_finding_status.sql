-- Fills in one row per row with another value of an attribute than the pupil had in the half-term before.
INSERT INTO load_finding
WITH earlier AS (
    SELECT s.no, arg_max(a.value, b.number) AS value
    FROM attribute AS a JOIN check_before AS b USING (load) JOIN check_pseudonym AS s ON s.pseudonym = a.pupil
    WHERE a.name = $name
    GROUP BY s.no
)
SELECT r.row_no, $header, 'changed-status'
FROM check_row AS r JOIN check_attribute AS a ON a.no = r.{column} JOIN earlier AS e ON e.no = r.pupil
WHERE a.attribute = $attribute AND a.value <> e.value;
