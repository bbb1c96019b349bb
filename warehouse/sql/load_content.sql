-- One row: a fingerprint of the accepted rows, whatever their order. Pupils are in it by their pseudonyms,
-- so that nobody without the key can try out what a small load held; md5 stays the same from engine to
-- engine.
SELECT concat_ws('.', bit_xor(md5_number_lower(line)), bit_xor(md5_number_upper(line))) AS content
FROM (SELECT CAST(accepted AS VARCHAR) AS line FROM accepted) AS lines;
