"""What every committed file keeps to."""

from __future__ import annotations

import re
from pathlib import Path

from tests.house.repository import ROOT, files, text_of

TOP_LEVEL = {
    "cms", "personas", "pitch_builder", "search", "tests", "manage.py", "pyproject.toml",
    "README.md", "Makefile", "requirements.lock", "requirements-dev.lock", "LICENSE",
    "CHANGELOG.md", "Dockerfile", "compose.yaml",
}  # fmt: skip
# Hosts of registries and of content delivery networks, in parts: this file names none either.
DOT = r"\."
HOSTS = re.compile(
    "|".join(
        DOT.join(parts)
        for parts in (
            ("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs", "org"),
            ("repo1?", "maven", "(apache", ")?org"), ("crates", "io"), ("proxy", "golang", "org"),
            ("deb", "debian", "org"), ("download", "pytorch", "org"), ("huggingface", "co"),
            ("docker", "io"), ("ghcr", "io"), ("quay", "io"), ("unpkg", "com"),
            ("cdn", "jsdelivr", "net"), ("cdnjs", "cloudflare", "com"),
            ("fonts", "googleapis", "com"),
        )
    )
)  # fmt: skip


def test_the_top_level_is_as_designed():
    found = {path.relative_to(ROOT).parts[0] for path in files()}
    assert {name for name in found if not name.startswith(".")} <= TOP_LEVEL


def test_no_file_names_a_registry():
    found = [
        f"{path.relative_to(ROOT)}:{number}: {match[0]}"
        for path in files()
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if (match := HOSTS.search(line))
    ]
    assert found == []


def test_no_file_is_left_unfinished():
    words = re.compile(r"(TODO|FIXME|XXX)|lorem ipsum", re.IGNORECASE)
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in files()
        if path != Path(__file__)
        and path.suffix in {".py", ".html", ".css", ".js", ".md", ".toml", ".yaml"}
        if (match := words.search(text_of(path)))
    ]
    assert found == []
