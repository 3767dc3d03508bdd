"""The lock files: whole, of today's pyproject.toml, with hashes and without addresses."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import version

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.repository import ROOT

RUN_TIME, DEVELOPMENT = "requirements.lock", "requirements-dev.lock"
PREPARE = "search/embedding/prepare-requirements.lock"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def entries(lock: str) -> dict[str, tuple[Requirement, str]]:
    """Each package of a lock: what is pinned, and the text of its entry."""
    text = (ROOT / lock).read_text()
    found = {}
    for entry in re.split(r"\n(?=[A-Za-z0-9])", text):
        if not entry.startswith("#"):
            pinned = Requirement(entry.split("\\")[0].strip())
            found[canonicalize_name(pinned.name)] = (pinned, entry)
    return found


@pytest.mark.parametrize("lock", [RUN_TIME, DEVELOPMENT, PREPARE])
def test_everything_is_pinned_with_hashes(lock):
    for name, (pinned, entry) in entries(lock).items():
        assert re.fullmatch(r"==[^,*]+", str(pinned.specifier)), name
        assert "--hash=sha256:" in entry, name


@pytest.mark.parametrize("lock", [RUN_TIME, DEVELOPMENT, PREPARE])
def test_no_address_stands_in_it(lock):
    assert "://" not in (ROOT / lock).read_text()
    assert "--index" not in (ROOT / lock).read_text().split("\n", 2)[2]


@pytest.mark.parametrize(
    ("lock", "declared"),
    [
        (RUN_TIME, PROJECT["project"]["dependencies"]),
        (DEVELOPMENT, PROJECT["project"]["dependencies"]),
        (DEVELOPMENT, PROJECT["dependency-groups"]["dev"]),
    ],
)
def test_it_meets_what_the_project_declares(lock, declared):
    pins = entries(lock)
    for line in declared:
        wanted = Requirement(line)
        pinned, _ = pins[canonicalize_name(wanted.name)]
        assert str(pinned.specifier).removeprefix("==") in wanted.specifier, line


def test_development_adds_to_run_time_and_changes_nothing():
    run_time, development = entries(RUN_TIME), entries(DEVELOPMENT)
    assert {name: str(pin) for name, (pin, _) in run_time.items()}.items() <= {
        name: str(pin) for name, (pin, _) in development.items()
    }.items()


def test_what_is_installed_is_what_is_pinned():
    for name, (pinned, _) in entries(DEVELOPMENT).items():
        if pinned.marker is None or pinned.marker.evaluate():
            assert f"=={version(name)}" == str(pinned.specifier), name


@pytest.mark.parametrize("name", ["torch", "sentence-transformers", "transformers", "optimum"])
def test_the_application_never_installs(name):
    assert name not in entries(DEVELOPMENT)


def test_the_tools_that_set_up_need_no_package():
    told = subprocess.run(
        [sys.executable, "-S", ".make/setup.py", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
