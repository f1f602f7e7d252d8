"""Asks OSV, the public list of known weaknesses, about every version that a lock pins (`make audit`).

Exit code 0 where none is known, 1 where one is. Where the service cannot be reached, it says so and that nothing was asked:
what needs no network is held by the tests beside this file, on every push.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from locks import ROOT, lock_files, read_lock

UV = Path(sys.executable).with_name("uv")
# Locks for the image's Python, and the model's package, which says that it needs that one. No Python 3.12 has to be here.
FOR_3_12 = ("docker/requirements.lock", "model.lock")
UNREACHABLE = ("error sending request", "dns error", "Failed to fetch", "Could not connect")
_CLEAN, _WEAK = 0, 1


class Unreachable(Exception):
    """The registry or the service gave no answer; the message is what was said of it."""


def main() -> None:
    """Audit the locks that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("locks", nargs="*", type=Path, help="lock files; without any, all of the repository")
    parser.add_argument("--service-url", help="where OSV is asked, for one of your own")
    told = parser.parse_args()
    weak = []
    for lock in [path.absolute() for path in told.locks] or lock_files():
        try:
            is_weak = audit(lock, told.service_url)
        except Unreachable as error:
            print(
                f"==> not audited: {error}\n    nothing was asked about any version; try again where there is a network"
            )
            return
        weak += [lock] * is_weak
    if weak:
        sys.exit(
            f"known weaknesses in {', '.join(map(named, weak))}\n  try: raise the version in pyproject.toml, then make lock"
        )


def audit(lock: Path, service_url: str | None) -> bool:
    """Whether a weakness is known of what a lock pins; those that are, are printed. Raises Unreachable."""
    later = "python_full_version >= '3.12'" if named(lock) in FOR_3_12 else ""
    pins = [f"{pin.name}=={pin.version} ; {pin.marker or later}".rstrip(" ;") for pin in read_lock(lock)]
    lines = ['# requires-python = ">=3.11,<3.13"', "# dependencies = [", *(f'#   "{pin}",' for pin in pins), "# ]"]
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "locked.py"
        script.write_text("\n".join(["# /// script", *lines, "# ///", ""]), encoding="utf-8")
        command = [UV, "audit", "--preview-features", "audit-command", "--script", script]
        command += ["--service-url", service_url] if service_url else []
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode in (_CLEAN, _WEAK):
        print(
            f"==> {named(lock)}: {len(pins)} versions, {'weaknesses are known' if done.returncode else 'no weakness is known'}"
        )
        print(done.stdout, end="")
        return done.returncode == _WEAK
    said = done.stderr.strip()
    if any(word in said for word in UNREACHABLE):
        raise Unreachable(said.splitlines()[-1].strip())
    sys.exit(f"{named(lock)} could not be audited: {said}")


def named(lock: Path) -> str:
    """A lock as a person calls it."""
    return lock.relative_to(ROOT).as_posix() if lock.is_relative_to(ROOT) else str(lock)


if __name__ == "__main__":
    main()
