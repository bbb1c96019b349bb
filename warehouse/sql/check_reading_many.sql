-- Fills in the texts of one scale, read by the engine.
INSERT INTO check_reading
SELECT $scale, t.text, {score}, {status}, {problem} FROM ({texts}) AS t;
