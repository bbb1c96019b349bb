-- Fills in one row per row whose date of birth is another year group's than the one it names. A child born
-- from 1 September 2015 to 31 August 2016 begins Reception, group 0, in 2020; N2 is the year before it, N1
-- before that.
INSERT INTO load_finding
WITH grouped AS (
    SELECT no, upper(translate(value, ' -', '')) AS written 
    FROM check_attribute
    WHERE attribute = $attribute AND value IS NOT NULL
),
year_group AS (
    SELECT no, CASE
        WHEN regexp_full_match(written, '(NC)?(YEAR|YR|Y)?(GROUP)?R(EC(EPTION)?)?') THEN 0
        WHEN written = 'N2' THEN -1
        WHEN written = 'N1' THEN -2
        ELSE TRY_CAST(
            regexp_extract(written, '^(?:NC)?(?:YEAR|YR|Y)?(?:GROUP)?(0?[0-9]|1[0-4])$', 1) AS INTEGER
        )
    END AS number
    FROM grouped
),
due AS (
    SELECT no, $year_starts - (year(day) - CASE WHEN month(day) < 9 THEN 1 ELSE 0 END) - 5 AS number
    FROM check_day
    WHERE place = '{birth}' AND no NOT IN (SELECT no FROM check_problem WHERE place = '{birth}')
),
odd AS (
    SELECT p.birth, p.grouped
    FROM (SELECT {birth} AS birth, {year} AS grouped FROM check_row GROUP BY ALL) AS p
    JOIN due AS d ON d.no = p.birth
    JOIN year_group AS g ON g.no = p.grouped
    WHERE d.number <> g.number
)
SELECT r.row_no, $header, 'age-year'
FROM check_row AS r JOIN odd AS o ON o.birth = r.{birth} AND o.grouped = r.{year};
