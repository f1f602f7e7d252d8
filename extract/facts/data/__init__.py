"""What the facts are read with: countries, event triggers, titles and group nouns, as CSV files with a header."""
