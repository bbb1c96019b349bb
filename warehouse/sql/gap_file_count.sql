-- One row: how many rows the file has, and what the accepted ones lack. `usable` is the matched panel.
SELECT
    count(*)                                                                        AS rows,
    count(DISTINCT school) FILTER (usable)                                          AS schools,
    count(*) FILTER (rule IS NULL AND NOT has_baseline)                             AS missing_baseline,
    count(*) FILTER (rule IS NULL AND NOT has_follow_up)                            AS missing_follow_up,
    count(*) FILTER (usable)                                                        AS usable,
    count(*) FILTER (rule IS NULL AND target)                                       AS target,
    count(*) FILTER (rule IS NULL AND target AND treated)                           AS treated,
    count(*) FILTER (usable AND target IS NULL)                                     AS unknown_target,
    count(*) FILTER (usable AND target IS NOT NULL AND treated IS NULL)             AS unknown_treated
FROM (
    SELECT *, rule IS NULL AND baseline IS NOT NULL AND follow_up IS NOT NULL AS usable
    FROM gap_file_row
);
