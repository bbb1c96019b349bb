-- One row per row of the file and measure that it holds something of: what that means on the measure's scale.
CREATE OR REPLACE TEMPORARY VIEW check_cell AS
{cells};
