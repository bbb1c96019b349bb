-- One row per what each is named after: the loads as at a moment, as views that every reader of loads reads.
-- `as_at` holds the number of the newest load that counts; without a row, all do.
CREATE TEMPORARY TABLE IF NOT EXISTS as_at (number INTEGER);

-- one row per load that was there
CREATE OR REPLACE TEMPORARY VIEW known_load AS
SELECT * FROM load WHERE number <= (SELECT coalesce(min(number), 2147483647) FROM as_at);

-- one row per current load: the latest of each source, half-term and part
CREATE OR REPLACE TEMPORARY VIEW current_load AS
SELECT source, half_term, part, arg_max(load, number) AS load, max(number) AS number
FROM known_load
GROUP BY source, half_term, part;
