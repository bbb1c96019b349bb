-- One row: the newest extract of the register of schools, and how many schools and links it has.
SELECT
    x.number, x.dated,
    (SELECT count(*) FROM establishment WHERE extract = x.number)      AS establishments,
    (SELECT count(*) FROM establishment_link WHERE extract = x.number) AS links
FROM register_extract AS x
WHERE x.number = (SELECT max(number) FROM register_extract);
