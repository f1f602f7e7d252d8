"""The words, holidays and verbs that dates are read with, as CSV files with a header."""
