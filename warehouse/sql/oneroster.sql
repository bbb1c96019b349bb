-- One row per result of a pupil, and one per pupil without any. `oneroster.py` fills in the metadata.
WITH place AS (
    SELECT "sourcedId" AS pupil, "primaryOrgSourcedId" AS org, 1 AS sureness FROM pupil
    UNION ALL
    SELECT "userSourcedId", "orgSourcedId", 2 FROM roles WHERE lower(role) = 'student'
    UNION ALL
    SELECT "sourcedId", trim(unnest(string_split("orgSourcedIds", ','))), 2 FROM pupil
    UNION ALL
    SELECT "userSourcedId", "schoolSourcedId", 3 FROM enrollments WHERE lower(role) = 'student'
),
-- A district is no school; of several schools a pupil is at, the surest count.
surest AS (
    SELECT place.pupil, list(DISTINCT place.org) AS schools
    FROM place JOIN orgs ON orgs."sourcedId" = place.org AND lower(orgs.type) IN ('school', '')
    WHERE place.pupil <> ''
    GROUP BY place.pupil, place.sureness
    QUALIFY row_number() OVER (PARTITION BY place.pupil ORDER BY place.sureness) = 1
),
result AS (
    SELECT
        results.*,
        "lineItems".title AS line_item,
        categories.title AS category,
        "academicSessions".title AS session,
        coalesce(nullif("lineItems"."schoolSourcedId", ''), classes."schoolSourcedId") AS given_at
        {item_metadata}
    FROM results
    JOIN "lineItems" ON "lineItems"."sourcedId" = results."lineItemSourcedId"
    LEFT JOIN categories ON categories."sourcedId" = "lineItems"."categorySourcedId"
    LEFT JOIN classes ON classes."sourcedId" = "lineItems"."classSourcedId"
    LEFT JOIN "academicSessions"
        ON "academicSessions"."sourcedId"
         = coalesce(nullif("lineItems"."academicSessionSourcedId", ''), "lineItems"."gradingPeriodSourcedId")
),
-- At two schools that are equally sure, a result is of the one that gave it; without that, of none.
settled AS (
    SELECT
        pupil.row_no AS pupil_row, result.row_no AS result_row, pupil.*,
        result.* EXCLUDE (row_no, "sourcedId"),
        CASE
            WHEN len(surest.schools) = 1 THEN surest.schools[1]
            WHEN list_contains(surest.schools, result.given_at) THEN result.given_at
        END AS org
    FROM pupil
    LEFT JOIN surest ON surest.pupil = pupil."sourcedId"
    LEFT JOIN result ON result."studentSourcedId" = pupil."sourcedId"
)
SELECT
    settled.pupil_identifier                             AS pupil,
    coalesce(nullif(orgs.identifier, ''), settled.org)   AS school,
    orgs.name                                            AS school_name,
    settled.line_item                                    AS line_item,
    settled.category                                     AS category,
    settled.session                                      AS session,
    settled.score                                        AS score,
    settled."textScore"                                  AS text_score,
    settled."scoreStatus"                                AS score_status,
    settled."scoreDate"                                  AS date,
    demographics."birthDate"                             AS birth,
    demographics.sex                                     AS sex,
    settled.grades                                       AS grade
    {metadata}
FROM settled
LEFT JOIN orgs ON orgs."sourcedId" = settled.org
LEFT JOIN demographics ON demographics."sourcedId" = settled."sourcedId"
ORDER BY settled.pupil_row, settled.result_row;
