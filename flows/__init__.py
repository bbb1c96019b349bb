"""When things happen: recipes, Prefect flows, settings and the command line; the only room that wires the others."""
