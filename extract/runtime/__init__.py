"""What running needs and news does not: failpoints, counters, logging."""
