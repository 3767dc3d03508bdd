"""`evaluate_tags` prints figures of a folder or of the site, and leaves no trace."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from cms.tagging.folders import sections

pytestmark = pytest.mark.django_db


def counts():
    return {m._meta.label: m._default_manager.count() for m in apps.get_models()}


@pytest.fixture
def folder(tmp_path):
    rows = []
    for number in range(30):
        word, tag = [("cold store fan", "cold"), ("invoice payback", "money")][number % 2]
        text = f"---\nauthor: Nobody\n---\n# {word}\n\n{word} " + f"{word} number {number}. " * 8
        (tmp_path / f"{number}.md").write_text(text)
        tags = [tag] if number < 28 else []
        rows.append({"path": f"{number}.md", "title": f"Text {number}", "topics": tags})
    (tmp_path / "manifest.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return tmp_path


def run(*args):
    out = StringIO()
    call_command("evaluate_tags", *args, stdout=out)
    return out.getvalue()


def test_it_judges_a_folder_against_two_baselines(folder):
    before = counts()
    figures = json.loads(run(str(folder), "--json"))["tags"]["topics"]
    assert (figures["texts"], figures["terms"], figures["tags"]) == (28, 2, 28)
    by_name = {result["name"]: result for result in figures["results"]}
    assert set(by_name) == {"majority", "nearest neighbours", "Tandem"}
    assert by_name["Tandem"]["micro_f1"] > 0.9
    assert by_name["majority"]["micro_f1"] < 0.8
    assert counts() == before


def test_it_prints_a_table(folder):
    said = run(str(folder), "--tags", "topics")
    assert "micro-F1" in said
    assert "nearest neighbours" in said
    assert "calibration error" in said


def test_it_judges_the_sites_own_tags(tagged):
    before = counts()
    said = run()
    assert "personas: 10 texts, 2 terms, 10 tags" in said
    assert counts() == before


def test_too_few_texts_are_said_to_be_too_few():
    with pytest.raises(CommandError, match="fewer than 10"):
        run()


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        ("", "No row"),
        ("{", "cannot be read"),
        ('{"path": "../x.md", "tags": ["a"]}', "outside"),
        ('{"path": "x.md", "tags": ["a"]}', "cannot be read"),
    ],
)
def test_a_folder_that_cannot_be_used_is_refused(tmp_path, manifest, said):
    (tmp_path / "manifest.jsonl").write_text(manifest)
    with pytest.raises(CommandError, match=said):
        run(str(tmp_path))


def test_a_text_is_cut_at_its_headings():
    found = list(sections("Before.\n\n# One\n\nFirst.\n\n## Two\n\nSecond.\n\n# Three\n\nThird."))
    assert [(s.text, s.headings) for s in found] == [
        ("Before.", ()),
        ("First.", ("One",)),
        ("Second.", ("One", "Two")),
        ("Third.", ("Three",)),
    ]
