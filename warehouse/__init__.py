"""Where data live: sources, checks, pseudonyms, loading, summaries in SQL, the register."""
