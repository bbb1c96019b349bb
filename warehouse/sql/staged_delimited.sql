-- One row per row below the header of a delimited file, in the file's order: its cells as text; nothing is
-- guessed. `staging.py` fills in the braces with names of ours.
SELECT {cells}
FROM read_csv(
    '{file}', auto_detect = false, header = true, skip = 0, delim = '{delimiter}', quote = '"', escape = '"',
    columns = {{{types}}}, strict_mode = true, null_padding = false, nullstr = '', max_line_size = 4000000,
    buffer_size = 16000000, compression = 'none'
)
