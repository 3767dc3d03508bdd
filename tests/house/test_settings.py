"""Settings: each variable is described, and production is safe by them alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.house.repository import ROOT, files, text_of

READ = re.compile(r"""\benv(?:\.\w+)?\(\s*["']([A-Z][A-Z0-9_]+)["']""")
VARIABLES = sorted(set(READ.findall((ROOT / "cms/config/settings.py").read_text())))


def table() -> dict[str, str]:
    """The README's table of settings: the row of each variable."""
    rows = re.findall(
        r"^\|\s*`([A-Z][A-Z0-9_]+)`\s*\|(.*)$", (ROOT / "README.md").read_text(), re.M
    )
    return dict(rows)


def test_settings_read_variables():
    assert {"DEBUG", "DATABASE_URL", "STORAGE_URL", "EMAIL_URL", "BASE_URL"} <= set(VARIABLES)


@pytest.mark.parametrize("name", VARIABLES)
def test_the_readme_describes(name):
    assert len(table().get(name, "").strip(" |")) > 10


def test_the_readme_describes_no_variable_that_nothing_reads():
    assert set(table()) <= set(VARIABLES)


def test_no_other_module_reads_the_environment():
    allowed = {
        "cms/config/settings.py",
        "cms/config/wsgi.py",
        "cms/slides/pdf.py",  # hands the PDF engine the time of the build
        "search/__init__.py",  # tells linear algebra to use one thread
        "search/embedding/prepare.py",  # hands its environment on to the one that it makes
        "search/embedding/prepare_export.py",  # runs in that one, without Django
    }
    found = [
        name
        for path in files()
        if (name := str(path.relative_to(ROOT))).endswith(".py")
        and name.split("/")[0] in {"cms", "personas", "pitch_builder", "search"}
        and name not in allowed
        and re.search(r"\bos\.(environ|getenv)\b", text_of(path))
    ]
    assert found == []


def run_manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TANDEM_DATA_DIR")}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**kept, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


PRODUCTION = {
    "BASE_URL": "https://tandem.example.com",
    "SECRET_KEY": "k7Vw-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ-!",
    "DATABASE_URL": "postgresql://tandem:secret@127.0.0.1:1/tandem",
    "STORAGE_URL": "s3://key:secret@bucket/files?region=eu-central-1",
    "EMAIL_URL": "smtp+tls://me:secret@mail.example.com",
    "SIGNING_KEY": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
}


def test_production_passes_the_checks_for_deployment():
    told = run_manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert told.returncode == 0, told.stderr


def test_https_without_a_secret_key_is_refused():
    told = run_manage("check", BASE_URL="https://tandem.example.com")
    assert told.returncode != 0
    assert "SECRET_KEY must be set" in told.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BASE_URL", "tandem.example.com"),
        ("DATABASE_URL", "mongodb://host/name"),
        ("DEBUG", "maybe"),
        ("EMAIL_URL", "mail.example.com"),
        ("LOG_LEVEL", "LOUD"),
        ("SIGNING_KEY", "too short"),
        ("STORAGE_URL", "/srv/media"),
        ("TANDEM_DEMO", "maybe"),
        ("TIME_ZONE", "Mars/Base"),
    ],
)
def test_a_bad_value_stops_the_start_and_names_the_variable(name, value):
    told = run_manage("check", **{name: value})
    assert told.returncode != 0
    assert f"ImproperlyConfigured: {name}" in told.stderr
