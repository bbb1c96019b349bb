-- One row per pupil of the bundle: in 1.2 who has the role of a student, in 1.1 whose user says so.
CREATE TEMP TABLE pupil AS
SELECT *, {identifier} AS pupil_identifier
FROM users
WHERE lower(role) = 'student'
   OR "sourcedId" IN (SELECT "userSourcedId" FROM roles WHERE lower(role) = 'student')
   OR (
       role = '' AND NOT EXISTS (SELECT 1 FROM roles)
       AND "sourcedId" IN (SELECT "userSourcedId" FROM enrollments WHERE lower(role) = 'student')
   );
