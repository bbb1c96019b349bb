-- One row per attribute (its place in the source) and text of its column: what the source takes it to mean;
-- null where it does not say.
CREATE OR REPLACE TEMPORARY TABLE check_attribute AS
{meanings};
