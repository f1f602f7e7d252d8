"""Runs the tests of this folder again and again with new inputs, for some minutes; prints executions and what broke.

    python tests/fuzz/fuzz_for.py [MINUTES]

Each round hands every test twenty times as many inputs as a push does, from a seed that is printed: with
`DAYBOOK_FUZZ=20 pytest --hypothesis-seed=SEED tests/fuzz` they come again. Exit code 1 where an input broke a test; the round
says which, and a smaller one that breaks it too.
"""

import os
import re
import secrets
import subprocess
import sys
import time
from pathlib import Path

FOLDER = Path(__file__).parent
_COUNT = re.compile(r"([\d,]+) fuzz executions")


def run_round(seed: int, times: int) -> tuple[int, bool, str]:
    """Executions of a round, whether all went well, and what pytest said."""
    command = [
        sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", "--promises", "23", "--show-capture=no", "--tb=short",
        "-p", "no:cacheprovider", "-o", "timeout=1800", f"--hypothesis-seed={seed}", str(FOLDER),
    ]  # fmt: skip
    done = subprocess.run(
        command, env=os.environ | {"DAYBOOK_FUZZ": str(times)}, capture_output=True, text=True, check=False
    )
    found = _COUNT.search(done.stdout)
    return int(found[1].replace(",", "")) if found else 0, done.returncode == 0, done.stdout + done.stderr


def main(minutes: float, times: int = 20) -> int:
    """Rounds until the time is over, at least one."""
    began, executions, broken, rounds = time.monotonic(), 0, 0, 0
    while not rounds or time.monotonic() - began < minutes * 60:
        seed = secrets.randbelow(2**32)
        number, is_well, said = run_round(seed, times)
        executions, broken, rounds = executions + number, broken + (not is_well), rounds + 1
        print(f"round {rounds}, seed {seed}: {number:,} executions, {'well' if is_well else 'BROKEN'}", flush=True)
        if not is_well:
            print(said, flush=True)
    print(
        f"{executions:,} executions in {(time.monotonic() - began) / 60:.1f} minutes, {broken} of {rounds} rounds broken"
    )
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 10))
