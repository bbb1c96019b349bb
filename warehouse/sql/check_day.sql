-- One row per text of the columns of dates: the day that it names, as British people write one, with or
-- without a time behind it: 2026-10-23, 23/10/2026, 23.10.26, 23-Oct-2026, 23 October 2026; null where it is
-- none. American order is not read: where both numbers could be a month, the first is the day.
CREATE OR REPLACE TEMPORARY TABLE check_day AS
WITH written AS (
    SELECT place, no, replace(translate(regexp_replace(
        upper(value),
        '[ T][0-9]{{1,2}}:[0-9]{{2}}(:[0-9]{{2}}([.][0-9]+)?)?( ?[AP]M)?(Z|[+-][0-9]{{2}}:?[0-9]{{2}})?$',
        ''
    ), '/. ', '---'), '-SEPT-', '-SEP-') AS day
    FROM check_text
    WHERE list_contains($places, place)
),
read AS (
    SELECT place, no, CASE
        WHEN regexp_full_match(
            day,
            '[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}}'
            || '|[0-9]{{1,2}}-([0-9]{{1,2}}|[A-Z]{{3,9}})-([0-9]{{2}}|[0-9]{{4}})'
        )
        -- Two figures of a year before four: a year of four is no year of two with something behind it.
        THEN try_strptime(day, ['%d-%m-%y', '%d-%m-%Y', '%Y-%m-%d', '%d-%b-%y', '%d-%b-%Y', '%d-%B-%Y'])
    END AS day
    FROM written
)
SELECT place, no, CASE WHEN year(day) BETWEEN 1900 AND 2100 THEN CAST(day AS DATE) END AS day FROM read;
