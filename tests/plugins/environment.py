"""The environment that settings are read from. Loaded before Django, by `-p` in pyproject.toml.

A test run has a data folder of its own, takes nothing from the shell's variables, and uses
SQLite, or PostgreSQL where TANDEM_TEST_DATABASE=postgresql asks for it.
"""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.real_parts import elasticsearch, postgresql

IS_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
ON_POSTGRESQL = os.environ.get("TANDEM_TEST_DATABASE", "sqlite") == "postgresql"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
FROM_THE_SHELL = (
    "ALLOWED_HOSTS", "BASE_URL", "DATABASE_URL", "DEBUG", "DEFAULT_FROM_EMAIL",
    "ELASTICSEARCH_URL", "EMAIL_URL", "EMBEDDING_MODEL", "EMBEDDING_PRECISION",
    "LANGUAGE_CODE", "LOG_LEVEL", "SECRET_KEY", "SIGNING_KEY", "STORAGE_URL", "TANDEM_DEMO",
    "TIME_ZONE",
)  # fmt: skip

# What is not run again on PostgreSQL: modules that open screens, and folders whose subject is
# another than the database.
SCREENS = {
    "test_admin", "test_changing_views", "test_conversion", "test_find_screen", "test_home",
    "test_library", "test_machines", "test_marketing", "test_menus", "test_object_addresses",
    "test_pages", "test_permissions", "test_public", "test_real_parts", "test_real_queries",
    "test_round_trip", "test_screens", "test_views", "test_viewsets",
}  # fmt: skip
APART = {
    Path(__file__).parents[1] / folder
    for folder in (
        "cms/brand",
        "cms/charts",
        "cms/slides",
        "pitch_builder/demo",
        "pitch_builder/exports",
        "search/embedding",
        "search/evaluation",
    )
}

RUN_PROCESS = os.getppid() if WORKER else os.getpid()  # the first process of the run
RUN: Path  # its folder
_missing = ""


def _prepare() -> None:
    global RUN, _missing
    for name in FROM_THE_SHELL:
        if not (name == "DATABASE_URL" and WORKER and ON_POSTGRESQL):
            os.environ.pop(name, None)
    if WORKER:
        # xdist ends its workers without their exit handlers: the first process clears up.
        RUN = Path(os.environ["TANDEM_DATA_DIR"])
        folder = RUN / WORKER
        folder.mkdir()
    else:
        folder = RUN = Path(tempfile.mkdtemp(prefix="tandem-tests-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        atexit.register(elasticsearch.stop_shared, RUN)
    (folder / "static").mkdir()  # what the live server's middleware looks for
    os.environ["TANDEM_DATA_DIR"] = str(folder)
    os.environ["SOURCE_DATE_EPOCH"] = "1767225600"
    if ON_POSTGRESQL and not WORKER:
        # The first process starts the server; xdist's workers inherit its address.
        try:
            server = postgresql.start()
        except postgresql.NotInstalled as error:
            _missing = str(error)
        else:
            atexit.register(server.stop)
            os.environ["DATABASE_URL"] = server.url


_prepare()


def pytest_sessionstart() -> None:
    if _missing:
        pytest.exit(f"Not run on PostgreSQL: {_missing}", returncode=int(IS_CI))


def pytest_collection_finish() -> None:
    # All that was imported stays: looking through it for rubbish took a sixth of the run.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, run what asks the database; the rest has been run on SQLite.

    Of screens each address is opened once (tests/house/test_admin_addresses.py); what they show
    comes from services and querysets, which are run here too.
    """
    if not ON_POSTGRESQL:
        return
    chosen, left = [], []
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        uses_database = item.get_closest_marker("django_db") or fixtures & {
            "db",
            "transactional_db",
            "live_server",
        }
        is_left = (
            not uses_database
            or item.get_closest_marker("browser")
            or item.path.stem in SCREENS
            or any(folder in item.path.parents for folder in APART)
        )
        (left if is_left else chosen).append(item)
    items[:] = chosen
    config.hook.pytest_deselected(items=left)
