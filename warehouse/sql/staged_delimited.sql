-- One row per row of a delimited file that is not blank all over: its number, as Excel counts (the header is
-- row 1), and its cells as text. Nothing is guessed. `table_file.py` fills in the braces with names of ours.
CREATE OR REPLACE TEMPORARY TABLE staged_file AS
SELECT * FROM (
    SELECT row_number() OVER () AS row_no, *
    FROM read_csv(
        $file, auto_detect = false, header = false, skip = 0, delim = $delimiter, quote = '"',
        escape = '"', columns = {{{types}}}, strict_mode = true, null_padding = false, nullstr = '',
        max_line_size = 4000000, compression = 'none'
    )
)
WHERE row_no > 1 AND ({filled});
