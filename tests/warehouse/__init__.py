"""The warehouse, on real DuckDB and SQLite."""
