"""Documents a home's warehouse: dbt's docs as one page, the gates' Data Docs, and an index page over both."""

import os
import subprocess
import sys
from pathlib import Path

from extract.errors import DaybookError, InputError, WarehouseError
from extract.serving.docs_pages import index_page, read_marts, safe_page
from extract.settings import load_settings
from extract.store.build import default_project_dir
from extract.store.files import write_file
from extract.store.warehouse import build_path

TABLES_PAGE = "tables.html"


def write_docs(home: Path, project_dir: Path) -> Path:
    """Write `docs/` in a home and return its index page; the warehouse is only read.

    Raises InputError where there is no build yet, WarehouseError where dbt could not read it or the project.
    """
    build = build_path(home)
    if not build.exists():
        raise InputError(f"no warehouse at {build}", hint="daybook run PAGES")
    made = _generate(build, project_dir, home / "dbt" / "docs")
    folder = home / "docs"
    page = (made / "static_index.html").read_text(encoding="utf-8")
    write_file(folder / TABLES_PAGE, safe_page(page).encode())
    marts = read_marts(made / "manifest.json")
    has_checks = (home / "quality" / "index.html").exists()
    index = folder / "index.html"
    write_file(index, index_page(marts, TABLES_PAGE, "../quality/index.html" if has_checks else None).encode())
    return index


def _generate(build: Path, project_dir: Path, work_dir: Path) -> Path:
    """Run `dbt docs generate` and return the folder of what it wrote."""
    target, logs = work_dir / "target", work_dir / "logs"
    folders = {
        "--project-dir": project_dir,
        "--profiles-dir": project_dir,
        "--target-path": target,
        "--log-path": logs,
    }
    options = [part for name, folder in folders.items() for part in (name, str(folder.absolute()))]
    # The tests stand on the page whether they are compiled or not.
    what = ["docs", "generate", "--static", "--target", "read", "--select", "resource_type:model", "resource_type:seed"]
    # In a process of its own: dbt keeps what it once read of a warehouse, and of the environment, for good.
    done = subprocess.run(
        [Path(sys.executable).with_name("dbt"), "--quiet", "--no-send-anonymous-usage-stats", *what, *options],
        env=os.environ | {"DAYBOOK_DUCKDB": str(build.absolute())},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise WarehouseError(
            f"dbt could not document {build}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}",
            hint=f"less {logs / 'dbt.log'}",
        )
    return target


def main() -> int:
    """Document the home of the settings, and say where."""
    try:
        settings = load_settings()
        if settings.warehouse == "lake":
            raise InputError(
                "docs are written from the files of a home, and this warehouse is a lake", hint="daybook show TABLE"
            )
        sys.stdout.write(f"{write_docs(settings.home, default_project_dir())}\n")
    except DaybookError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
