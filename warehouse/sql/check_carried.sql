-- One row per kind of row of a long file (the texts of the columns that choose rows) and measure that such a
-- row holds.
CREATE OR REPLACE TEMPORARY TABLE check_carried AS
WITH kind AS (
    SELECT k.*, {texts}
    FROM (SELECT {columns} FROM check_row GROUP BY ALL) AS k
    {joins}
)
{measures};
