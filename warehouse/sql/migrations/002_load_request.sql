-- One row per load and way it was asked for (file, mapping, schools, key, all in one hash): asked for in the
-- same way again, the file need not be read to know that it holds nothing new
CREATE TABLE load_request (load VARCHAR NOT NULL, request VARCHAR NOT NULL);
