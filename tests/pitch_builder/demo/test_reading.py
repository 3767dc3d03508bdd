"""Errors of the demo's files name the file, the field and the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from pitch_builder.demo.assets import read_asset
from pitch_builder.demo.reading import ContentError, Fields, read_front_matter, read_rows

ASSET = Path(__file__).parents[3] / "pitch_builder/demo/content/assets/six-week-trial.md"


def write(folder: Path, old: str, new: str) -> Path:
    text = ASSET.read_text(encoding="utf-8")
    assert old in text
    path = folder / ASSET.name
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("kind: article", "kind: artikel", "kind: 'artikel' is not one of"),
        ("owner: tobias.rehn", "", "owner: is missing"),
        ("review_by: 120", "review_by: soon", "review_by: expected a whole number"),
        ("    unit: week\n", "    unit: week\n    colour: red\n", "colour: is not a field here"),
        ("minutes: 15", "minutes: long", "minutes: expected number"),
        ("slug: six-week-trial", "slug: other", "not the file's name"),
    ],
)
def test_it_names_file_field_and_reason(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(ContentError, match=message) as caught:
        read_asset(write(tmp_path, old, new))
    assert "six-week-trial.md" in str(caught.value)


def test_a_file_without_front_matter_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plain.md"
    path.write_text("# Only text\n", encoding="utf-8")
    with pytest.raises(ContentError, match="must start with front matter"):
        read_front_matter(path)


def test_broken_yaml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.yaml"
    path.write_text("- {a: b", encoding="utf-8")
    with pytest.raises(ContentError, match="is not YAML"):
        list(read_rows(path))


def test_a_decimal_keeps_its_digits() -> None:
    assert str(Fields.of({"value": "7.80"}, "x").decimal("value")) == "7.80"


def test_keys_that_nobody_asked_for_are_refused() -> None:
    fields = Fields.of({"a": "b", "c": "d"}, "x.yaml")
    fields.text("a")
    with pytest.raises(ContentError, match=r"x\.yaml: c: is not a field here"):
        fields.done()
