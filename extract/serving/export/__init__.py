"""The published warehouse in other forms: folders of Parquet or CSV, or a schema of PostgreSQL."""
