"""Word lists of linking, as CSV files."""
