-- One row per study, measure and pupil who could be in it. The studies below read nothing else, so a study of
-- one file and a study of a workspace are the same arithmetic on the same shape.
--   side       'target', 'comparison' or 'unclassified' (group not known: part of a whole class only)
--   treated    true, false, or null where no change idea is named or it is not known for this pupil
--   *_absent   the pupil sat in the group but was absent: no score, but part of a threshold's denominator
CREATE OR REPLACE TEMPORARY TABLE panel_row (
    study            VARCHAR NOT NULL,
    measure          VARCHAR NOT NULL,
    school           VARCHAR NOT NULL,
    side             VARCHAR NOT NULL,
    treated          BOOLEAN,
    baseline         DOUBLE,
    follow_up        DOUBLE,
    baseline_absent  BOOLEAN NOT NULL,
    follow_up_absent BOOLEAN NOT NULL,
    threshold        DOUBLE
);
