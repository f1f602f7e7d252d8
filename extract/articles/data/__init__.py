"""Words that mark parts of a page, as CSV files."""
