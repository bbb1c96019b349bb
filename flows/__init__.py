"""When things happen: recipes, Prefect flows, the command line; the only room that wires the others."""
