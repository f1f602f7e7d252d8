"""When things run, in what order and how often again: nothing else."""
