-- Macros of the unique pupil number, the same as `cycles/upn.py`. One row per what each is given.
--   upn_of          a cell in upper case, without spaces within or around it; null where nothing is left
--   is_upn          whether such a text has the form of a UPN; a temporary one ends in a letter
--   is_damaged_upn  whether it looks like a UPN that a spreadsheet has damaged; asked only where it is none
--   upn_letter      the check letter that the twelve characters behind it ask for: weights 2 to 13, modulo 23
CREATE OR REPLACE TEMPORARY MACRO upn_of(cell) AS nullif(
    upper(translate(cell, ' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(8203) || chr(65279), '')), ''
);
CREATE OR REPLACE TEMPORARY MACRO is_upn(upn) AS
    regexp_full_match(upn, '[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]');
CREATE OR REPLACE TEMPORARY MACRO is_damaged_upn(upn) AS regexp_full_match(
    upn,
    '[0-9]([.,][0-9]+)?E[+-]?[0-9]+|[0-9]{11,12}|[0-9]{11}[A-HJ-NP-RT-Z]|[A-HJ-NP-RT-Z][0-9]{11}|[0-9A-Z]*[.]0+'
);
CREATE OR REPLACE TEMPORARY MACRO upn_figure(figures, place) AS (figures // place) % 10;
CREATE OR REPLACE TEMPORARY MACRO upn_weighed(figures, last) AS
    2 * upn_figure(figures, 10000000000) + 3 * upn_figure(figures, 1000000000)
    + 4 * upn_figure(figures, 100000000) + 5 * upn_figure(figures, 10000000)
    + 6 * upn_figure(figures, 1000000) + 7 * upn_figure(figures, 100000)
    + 8 * upn_figure(figures, 10000) + 9 * upn_figure(figures, 1000)
    + 10 * upn_figure(figures, 100) + 11 * upn_figure(figures, 10) + 12 * (figures % 10)
    + 13 * coalesce(TRY_CAST(last AS BIGINT), strpos('ABCDEFGHJKLMNPQRTUVWXYZ', last) - 1);
CREATE OR REPLACE TEMPORARY MACRO upn_letter(upn) AS substr(
    'ABCDEFGHJKLMNPQRTUVWXYZ',
    1 + upn_weighed(TRY_CAST(substr(upn, 2, 11) AS BIGINT), right(upn, 1)) % 23,
    1
);
