"""What is kept: page bodies, batches of Parquet, the warehouse and its ledger. The only door to DuckDB."""
