"""What the tests of the running Airflow share stands beside them: `running.py`, `ears.py`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
