"""Markdown, HTML and SVG templates: layout only. A workspace may override any of them."""
