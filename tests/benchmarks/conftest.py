"""Benchmarks are scripts that import what stands beside them; their tests do so too."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
