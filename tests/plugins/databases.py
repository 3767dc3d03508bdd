"""Quick databases: migrated once for all workers and runs, copied for each worker.

The template of a SQLite database is kept in the user's cache under the hash of all migrations;
what handlers of post_migrate do (groups, permissions) is done again on each copy, so that it
always follows the code. After a test that commits, the database is put back as it was from a
pristine copy, data of the migrations included, which flushing tables would lose.
"""

from __future__ import annotations

import fcntl
import hashlib
import inspect
import os
import shutil
import sqlite3
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, connections
from django.test import TransactionTestCase

from tests.plugins.environment import WORKER

KEPT_TEMPLATES = 4


class QuickDatabase(Protocol):
    def create(self) -> None:
        """Make the worker's database, and a pristine copy of it."""

    def restore(self) -> None:
        """Put the worker's database back to the pristine copy."""


def fingerprint() -> str:
    """Hash of the migrations of all installed apps, and of the engine that runs them."""
    digest = hashlib.sha256(f"{connection.vendor} {sqlite3.sqlite_version} 1".encode())
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(f"{app.label}/{path.name}".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:20]


@contextmanager
def only_one(lock: Path) -> Iterator[None]:
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def finish() -> None:
    """What the handlers of post_migrate do, by the code as it is now."""
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    connection.close()


def use(name: str) -> None:
    connections.close_all()
    connection.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


class SQLite:
    def __init__(self) -> None:
        self.file = Path(settings.DATA_DIR) / f"test-{WORKER or 'main'}.sqlite3"
        self.pristine = self.file.with_suffix(".pristine")

    def create(self) -> None:
        shutil.copyfile(self.template(), self.file)
        use(str(self.file))
        finish()
        with sqlite3.connect(self.file) as source, sqlite3.connect(self.pristine) as target:
            source.backup(target)
        source.close()
        target.close()
        os.environ["DATABASE_URL"] = f"sqlite:///{self.file}"

    def template(self) -> Path:
        """A migrated database, made once and kept in the cache."""
        folder = Path(settings.CACHE_DIR) / "test-databases"
        template = folder / f"{fingerprint()}.sqlite3"
        if template.exists():
            return template
        with only_one(folder / "lock"):
            if not template.exists():
                made = Path(settings.DATA_DIR) / "template.sqlite3"
                use(str(made))
                migrate()
                connection.close()
                with sqlite3.connect(made) as source:
                    source.execute("VACUUM INTO ?", [str(template)])
                source.close()
                kept = sorted(folder.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime)
                for old in kept[:-KEPT_TEMPLATES]:
                    old.unlink()
        return template

    def restore(self) -> None:
        connection.ensure_connection()
        pristine = sqlite3.connect(self.pristine)
        pristine.backup(connection.connection)
        pristine.close()


class PostgreSQL:
    """Databases of one server, each made from a template there."""

    def __init__(self) -> None:
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
        self.lock = Path(settings.CACHE_DIR) / "test-databases" / "postgresql-lock"
        self.template = f"tandem_template_{run[:12]}"
        self.name = f"tandem_test_{run[:12]}_{WORKER or 'main'}"
        self.pristine = f"{self.name}_pristine"

    def create(self) -> None:
        with only_one(self.lock):
            if not self._exists(self.template):
                self._make(self.template, "template0")
                use(self.template)
                migrate()
                use("postgres")
            self._make(self.name, self.template)
        use(self.name)
        finish()
        use("postgres")
        self._make(self.pristine, self.name)
        use(self.name)
        address = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
        os.environ["DATABASE_URL"] = f"{address}/{self.name}"

    def _exists(self, name: str) -> bool:
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return bool(cursor.fetchone())

    def _make(self, name: str, template: str) -> None:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def restore(self) -> None:
        connections.close_all()
        self._make(self.name, self.pristine)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Generator[None]:
    """In the place of pytest-django's: the quick database of this worker."""
    database: QuickDatabase = SQLite() if connection.vendor == "sqlite" else PostgreSQL()
    with django_db_blocker.unblock():
        database.create()

    def put_back(test_case: TransactionTestCase) -> None:
        database.restore()
        ContentType.objects.clear_cache()

    flush = TransactionTestCase._fixture_teardown
    assert inspect.isfunction(flush)
    TransactionTestCase._fixture_teardown = put_back
    yield
    TransactionTestCase._fixture_teardown = flush
    connections.close_all()


@pytest.fixture
def database_url(transactional_db: None) -> str:
    """The address of this worker's database, for a process that a test starts."""
    return os.environ["DATABASE_URL"]
