"""In CI a skip is a failure, so that no part of the suite is left out unseen."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.house.repository import ROOT

MODULE = """
import pytest

def test_it_skips():
    pytest.skip("no such server")

def test_it_runs():
    pass
"""
WHOLE = """
import pytest
pytest.importorskip("a_module_that_is_not_there")
"""


def run(folder, *, ci: bool) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    command = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "-p", "no:django"]
    command += ["-p", "no:cacheprovider", "-p", "tests.plugins.skips"]
    return subprocess.run(
        [*command, "--rootdir", str(folder), str(folder)],
        cwd=ROOT,
        env={**kept, "CI": "true" if ci else ""},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("source", [MODULE, WHOLE])
def test_a_skip_fails_in_ci(tmp_path, source):
    (tmp_path / "test_it.py").write_text(source)
    told = run(tmp_path, ci=True)
    assert told.returncode in (1, 2), told.stdout
    assert "no such server" in told.stdout or "a_module_that_is_not_there" in told.stdout


def test_a_skip_passes_elsewhere(tmp_path):
    (tmp_path / "test_it.py").write_text(MODULE)
    told = run(tmp_path, ci=False)
    assert told.returncode == 0, told.stdout
    assert "1 passed, 1 skipped" in told.stdout
