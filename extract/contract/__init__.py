"""What a row is: columns, tables, ids, and everything derived from them."""
