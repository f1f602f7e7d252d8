"""What the sources of pages are judged by, as CSV files."""
