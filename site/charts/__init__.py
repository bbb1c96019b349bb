"""Charts as SVG: each a title, a description, colours of the page, and the same figures as a table."""
