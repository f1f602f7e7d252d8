"""The lake: the warehouse of many machines, DuckLake with its catalogue in PostgreSQL and its Parquet files in an S3 store."""
