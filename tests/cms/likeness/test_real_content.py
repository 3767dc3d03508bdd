"""Texts of a real site that an import brings in: those that say the same are found."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cms.importing.services import import_folder
from cms.likeness.finding import refresh
from cms.likeness.models import NearPair
from cms.tagging.folders import read_tagged

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "digitalgov"
TWICE = {
    "Planning a Federal Prize Competition",
    "Spotlight Chat: Planning a Federal Prize Competition",
}
OTHERS = 25

pytestmark = [pytest.mark.django_db, pytest.mark.shared_data]


@pytest.fixture
def folder(tmp_path):
    rows = [json.loads(line) for line in (DATA / "manifest.jsonl").read_text().splitlines()]
    chosen = [row for row in rows if row["title"] in TWICE]
    chosen += [row for row in rows if row["kind"] == "community"][:OTHERS]
    (tmp_path / "docs").mkdir()
    for row in chosen:
        shutil.copy(DATA / row["path"], tmp_path / row["path"])
    (tmp_path / "manifest.jsonl").write_text("\n".join(map(json.dumps, chosen)))
    return tmp_path


def test_the_pair_that_its_editors_published_twice_is_found_first(folder):
    import_folder(folder, name="digitalgov")
    refresh()
    likest = NearPair.objects.select_related("first", "second").first()
    assert likest is not None
    assert {likest.first.title, likest.second.title} == TWICE
    assert likest.percent >= 95
    assert all(pair.overlap >= 0.5 for pair in NearPair.objects.all())


def test_its_folder_is_read_with_its_tags(folder):
    key, tagged = read_tagged(folder)
    assert key == "topics"
    assert all(row.tags and row.document.sections for row in tagged)
