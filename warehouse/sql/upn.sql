-- Macros of the unique pupil number, the same as `cycles/upn.py`. One row per what each is given.
--   upn_of          a cell in upper case, without spaces within or around it; null where nothing is left
--   is_upn          whether such a text has the form of a UPN; a temporary one ends in a letter
--   is_damaged_upn  whether it looks like a UPN that a spreadsheet has damaged; asked only where it is none
--   upn_letter      the check letter that the eleven figures and the last character behind it ask for:
--                   weights 2 to 12 and 13, modulo 23
CREATE OR REPLACE TEMPORARY MACRO upn_of(cell) AS nullif(
    upper(translate(cell, ' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(8203) || chr(65279), '')), ''
);
CREATE OR REPLACE TEMPORARY MACRO is_upn(upn) AS
    regexp_full_match(upn, '[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]');
CREATE OR REPLACE TEMPORARY MACRO is_damaged_upn(upn) AS regexp_full_match(
    upn,
    '[0-9]([.,][0-9]+)?E[+-]?[0-9]+|[0-9]{11,12}|[0-9]{11}[A-HJ-NP-RT-Z]|[A-HJ-NP-RT-Z][0-9]{11}'
    || '|[0-9A-Z]*[.]0+'
);
CREATE OR REPLACE TEMPORARY MACRO upn_letter(figures, last) AS substr(
    'ABCDEFGHJKLMNPQRTUVWXYZ',
    1 + (
        2 * (figures // 10000000000) + 3 * (figures // 1000000000 % 10) + 4 * (figures // 100000000 % 10)
        + 5 * (figures // 10000000 % 10) + 6 * (figures // 1000000 % 10) + 7 * (figures // 100000 % 10)
        + 8 * (figures // 10000 % 10) + 9 * (figures // 1000 % 10) + 10 * (figures // 100 % 10)
        + 11 * (figures // 10 % 10) + 12 * (figures % 10)
        + 13 * coalesce(TRY_CAST(last AS BIGINT), strpos('ABCDEFGHJKLMNPQRTUVWXYZ', last) - 1)
    ) % 23,
    1
);
