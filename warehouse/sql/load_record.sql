-- One row: the load itself, numbered next to the newest.
INSERT INTO load BY NAME
SELECT
    $load AS load, 1 + coalesce(max(number), 0) AS number, $source AS source, $half_term AS half_term,
    $file_name AS file_name, $digest AS file_sha256, $loaded_on AS loaded_on, $rows_read AS rows_read,
    $pupils AS pupils, $outside AS outside, $elsewhere AS elsewhere, $rejected AS rejected, $scores AS scores,
    $scores_missing AS scores_missing, $part AS part, $rows_accepted AS rows_accepted, $held AS held,
    $encoding AS encoding, $row_word AS row_word
FROM load;
