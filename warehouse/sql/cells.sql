-- Macros shared by every door: what a text cell of a foreign file holds.
--   text_of       its text without spaces around it (tabs, no-break spaces); null where nothing is left
--   is_blank      nothing but spaces
--   value_of      its text for comparing: whole numbers lose the `.0` that spreadsheets and data frames add
--   is_same       whether a cell holds a wanted value; true and TRUE are alike, as spreadsheets write both
--   score_of      its number; null where it is blank or holds anything but a finite decimal number. Beyond a
--                 thousand million it is no score, and the squares of such numbers would not be finite
--   is_damaged    an identifier in scientific notation: a spreadsheet did that, its last digits are lost
--   pseudonym_of  HMAC-SHA256 (RFC 2104) of an identifier under the two padded keys
-- Trimming by a list of characters is slow, so only cells that begin or end with something else than a
-- visible character of ASCII are trimmed.
CREATE OR REPLACE TEMPORARY MACRO text_of(cell) AS nullif(
    CASE WHEN left(cell, 1) NOT BETWEEN '!' AND '~' OR right(cell, 1) NOT BETWEEN '!' AND '~'
         THEN trim(cell, ' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(8203) || chr(65279))
         ELSE cell END,
    ''
);
CREATE OR REPLACE TEMPORARY MACRO is_blank(cell) AS text_of(cell) IS NULL;
CREATE OR REPLACE TEMPORARY MACRO value_of(cell) AS
    regexp_replace(text_of(cell), '^([+-]?[0-9]+)[.]0+$', '\1');
CREATE OR REPLACE TEMPORARY MACRO is_same(cell, wanted) AS
    CASE WHEN lower(text_of(wanted)) IN ('true', 'false') THEN lower(text_of(cell)) = lower(text_of(wanted))
         ELSE value_of(cell) = value_of(wanted) END;
CREATE OR REPLACE TEMPORARY MACRO score_of(cell) AS
    CASE WHEN regexp_full_match(text_of(cell), '[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{1,3})?')
         AND abs(TRY_CAST(text_of(cell) AS DOUBLE)) <= 1e9
         THEN TRY_CAST(text_of(cell) AS DOUBLE) END;
CREATE OR REPLACE TEMPORARY MACRO is_damaged(id) AS regexp_full_match(id, '[0-9]([.][0-9]+)?[eE][+][0-9]+');
CREATE OR REPLACE TEMPORARY MACRO pseudonym_of(id, inner_key, outer_key) AS
    sha256(outer_key || unhex(sha256(inner_key || encode(id))));
