-- One row per measure and different text of its column: what it means on the measure's scale.
CREATE OR REPLACE TEMPORARY TABLE check_score AS
{scores};
