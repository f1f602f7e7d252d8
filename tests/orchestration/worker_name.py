"""What a worker is called in Airflow's tables: two on one machine would else have one name."""

import os


def name() -> str:
    """The name that the worker was started with, or the machine's."""
    return os.environ.get("WORKER_NAME") or os.uname().nodename
