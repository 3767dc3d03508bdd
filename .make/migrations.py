"""Check the migrations: they match the models, and new ones can be run under a live site.

The second part reads the SQL that PostgreSQL would be given, so it is done where DATABASE_URL
names a PostgreSQL server; the test suite does that on its own server. The initial migrations
are the base line: what comes after them must not break the release that is still running,
unless pyproject.toml lists it as one to be run with the site stopped.
"""

from __future__ import annotations

import os
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ["cms", "personas", "pitch_builder", "search"]


def main() -> int:
    from django.core.management import call_command
    from django.db import connection

    try:
        call_command(
            "makemigrations", "--check", "--dry-run", "--verbosity", "1", skip_checks=True
        )
    except SystemExit as stopped:
        if stopped.code:
            print("The models have changed. Run: .venv/bin/python manage.py makemigrations")
            return 1
    if connection.vendor != "postgresql":
        return 0

    from django_migration_linter import MigrationLinter

    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())
    linter = MigrationLinter(
        str(ROOT),
        include_apps=APPS,
        ignore_name_contains="0001_",
        ignore_name=declared["tool"]["tandem"]["offline-migrations"],
        no_cache=True,
        quiet=["ok", "ignore"],
    )
    linter.lint_all_migrations()
    linter.print_summary()
    return int(linter.has_errors)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings")
    with tempfile.TemporaryDirectory() as data:
        os.environ["TANDEM_DATA_DIR"] = data
        import django

        django.setup()
        sys.exit(main())
