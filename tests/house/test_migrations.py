"""Migrations: they match the models, and new ones can be run under a live site."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.house.repository import ROOT


def test_they_match_the_models_and_break_no_running_release():
    """Reads the SQL that PostgreSQL would be given (django-migration-linter)."""
    from tests.real_parts import postgresql

    try:
        server = postgresql.start()
    except postgresql.NotInstalled as error:
        pytest.skip(str(error))
    try:
        told = subprocess.run(
            [sys.executable, ".make/migrations.py"],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": server.url},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        server.stop()
    assert told.returncode == 0, told.stdout + told.stderr
    assert "*** Summary ***" in told.stdout
