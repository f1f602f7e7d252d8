"""Makes Superset ready: its own database, roles, first user, the warehouse and the dashboards. May run again at any time."""

import sys
from pathlib import Path

import yaml
from flask import Flask
from superset.app import create_app

HERE = Path(__file__).parent
BUNDLE = HERE / "dashboards"
ADMIN = "admin"


def main() -> None:
    """Do all of it, or the dashboards alone where `--dashboards` says that the rest is done."""
    app = create_app()
    with app.app_context():
        if "--dashboards" not in sys.argv[1:]:
            prepare_database()
            prepare_users(app)
        import_dashboards(app)


def prepare_database() -> None:
    """Superset's own tables, as this version wants them."""
    from flask_migrate import upgrade

    upgrade()


def prepare_users(app: Flask) -> None:
    """Roles with their rights, and the first user. A user who is there keeps the password that was set since."""
    from superset import appbuilder, security_manager

    appbuilder.add_permissions(update_perms=True)
    security_manager.sync_role_definitions()
    if security_manager.find_user(ADMIN) is None:
        password = (app.config["SECRETS"] / "superset_admin_password").read_text(encoding="utf-8").strip()
        role = security_manager.find_role("Admin")
        security_manager.add_user(ADMIN, "Daybook", "Admin", "admin@localhost", role, password=password)


def import_dashboards(app: Flask) -> None:
    """The warehouse, its datasets, and the dashboards, over those of an earlier import."""
    from superset import security_manager
    from superset.commands.importers.v1.assets import ImportAssetsCommand
    from superset.utils.core import override_user

    contents = bundle()
    with app.test_request_context(), override_user(security_manager.find_user(ADMIN)):
        ImportAssetsCommand(contents).run()
        forget_others(contents)


def bundle() -> dict[str, str]:
    """Every file of the import, by its name in it."""
    from current_generation import ADDRESS
    from datasets import mart_datasets

    files = {path.relative_to(BUNDLE).as_posix(): path.read_text(encoding="utf-8") for path in BUNDLE.rglob("*.yaml")}
    files |= {f"datasets/{dataset['table_name']}.yaml": yaml.safe_dump(dataset) for dataset in mart_datasets()}
    database = "databases/Daybook.yaml"
    files[database] = yaml.safe_dump({**yaml.safe_load(files[database]), "sqlalchemy_uri": ADDRESS})
    return files


def forget_others(contents: dict[str, str]) -> None:
    """Remove what an earlier version imported and this one does not have; what people made stays."""
    from superset import db
    from superset.connectors.sqla.models import SqlaTable
    from superset.models.dashboard import Dashboard
    from superset.models.slice import Slice

    ours = {yaml.safe_load(text).get("uuid") for text in contents.values()}
    for kind in (Dashboard, Slice, SqlaTable):
        for one in db.session.query(kind).filter_by(is_managed_externally=True):
            if str(one.uuid) not in ours:
                db.session.delete(one)
    db.session.commit()


if __name__ == "__main__":
    main()
