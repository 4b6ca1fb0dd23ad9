"""Pages for the browser: templates that escape, plots as SVG, and the report of a corpus."""
