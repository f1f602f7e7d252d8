"""What stands between bad data and readers: rules, and the gates that hold them with Great Expectations."""
