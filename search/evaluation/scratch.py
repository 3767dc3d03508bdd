"""An index and a database for one evaluation, gone afterwards, whatever ends the process.

The folder holds all of it: the index, and an SQLite database that stands in for the site's
own. So nothing is read from the site, and nothing is written to it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from search import sources
from search.sources import Source

# Waits until the process that started it is gone, however that came, then clears up.
_SWEEPER = "import shutil, sys; sys.stdin.read(); shutil.rmtree(sys.argv[1], ignore_errors=True)"


@contextmanager
def scratch(source: Source, **changed: Any) -> Iterator[Path]:
    """Let search see `source` alone, in a folder of its own, with `changed` settings.

    For one thread, in a process that does nothing else meanwhile.
    """
    folder = Path(tempfile.mkdtemp(prefix="tandem-evaluation-"))
    sweeper = subprocess.Popen(
        [sys.executable, "-I", "-c", _SWEEPER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C in the terminal is not for it
    )
    try:
        with (
            _database(folder / "evaluation.sqlite3"),
            _settings(SEARCH_DATA_DIR=folder / "search", **changed),
            sources.only(source),
        ):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        sweeper.communicate()


@contextmanager
def _database(path: Path) -> Iterator[None]:
    """Put an SQLite database with search's tables in the place of the default one."""
    usual = connections["default"]
    made = DatabaseWrapper(
        {
            **usual.settings_dict,
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(path),
            "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"},
            "TEST": {},
        },
        alias="default",
    )
    connections["default"] = made
    try:
        with made.schema_editor() as editor:
            for model in apps.get_app_config("search").get_models():
                editor.create_model(model)
        yield
    finally:
        made.close()
        connections["default"] = usual


@contextmanager
def _settings(**changed: Any) -> Iterator[None]:
    before = {name: getattr(settings, name, None) for name in changed}
    for name, value in changed.items():
        setattr(settings, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(settings, name, value)
