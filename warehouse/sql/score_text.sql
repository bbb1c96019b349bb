-- Macros shared by every door: what a text cell holds.
--   score_of(text)      the number, or null where the cell is blank or holds anything but a finite decimal number
--   is_blank(text)      nothing but spaces
CREATE OR REPLACE TEMPORARY MACRO is_blank(cell) AS coalesce(trim(cell), '') = '';
CREATE OR REPLACE TEMPORARY MACRO score_of(cell) AS
    CASE WHEN regexp_full_match(trim(cell), '[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{1,3})?')
         AND isfinite(TRY_CAST(trim(cell) AS DOUBLE))
         THEN TRY_CAST(trim(cell) AS DOUBLE) END;
