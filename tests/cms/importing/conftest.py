"""A folder to import, written file by file."""

from __future__ import annotations

from pathlib import Path

import pytest

from cms.site.setup import ensure_library


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "handbook"
    root.mkdir()
    return root


@pytest.fixture
def write(folder):
    def write(path: str, content: str | bytes) -> Path:
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)
        return place

    return write


@pytest.fixture
def library(db):
    from cms.assets.services import library

    ensure_library()
    return library()
