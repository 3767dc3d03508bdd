"""Folders as they come: what is taken, and what is refused with its reason."""

from __future__ import annotations

import json
import os

import pytest

from cms.importing.errors import DocumentRefused, FolderRefused, MappingRefused
from cms.importing.limits import Limits
from cms.importing.mapping import DECLARED, load_mapping
from cms.importing.reading import open_folder


def why(found, path):
    return next(problem.why for problem in found.problems if problem.path == path)


def test_it_reads_front_matter_and_text(folder, write):
    write("a.md", "---\ntitle: Cold chain\ntags: [a, b]\ndate: 2026-01-31\n---\nWords.")
    source = open_folder(folder).read("a.md")
    assert source.meta == {"title": "Cold chain", "tags": ["a", "b"], "date": "2026-01-31"}
    assert source.text.strip() == "Words."


def test_front_matter_is_read_safely(folder, write):
    write("a.md", "---\ntitle: !!python/object/apply:os.system ['true']\n---\nWords.")
    with pytest.raises(DocumentRefused, match="front matter"):
        open_folder(folder).read("a.md")


def test_broken_front_matter_names_its_line(folder, write):
    write("a.md", "---\ntitle: x\ntags: [a, b\n---\nWords.")
    with pytest.raises(DocumentRefused, match=r"line \d"):
        open_folder(folder).read("a.md")


@pytest.mark.parametrize(
    ("data", "text", "noted"),
    [
        ("Grüße".encode(), "Grüße", False),
        (b"\xef\xbb\xbfGr\xc3\xbc\xc3\x9fe", "Grüße", False),
        ("Grüße".encode("utf-16"), "Grüße", False),
        ("Grüße".encode("cp1252"), "Grüße", True),
        (b"a\r\nb\rc", "a\nb\nc", False),
    ],
)
def test_it_reads_the_usual_encodings(folder, write, data, text, noted):
    write("a.md", data)
    source = open_folder(folder).read("a.md")
    assert source.text == text
    assert bool(source.notes) == noted


def test_a_file_that_is_no_text_is_refused(folder, write):
    write("a.md", b"PK\x03\x04\x00\x00")
    with pytest.raises(DocumentRefused, match="no text"):
        open_folder(folder).read("a.md")


def test_a_file_over_the_limit_is_reported_and_never_opened(folder, write):
    write("ok.md", "Words.")
    with (folder / "huge.md").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    (folder / "huge.md").chmod(0)
    found = open_folder(folder)
    assert list(found) == ["ok.md"]
    assert "200.0 MB" in why(found, "huge.md")


def test_links_are_not_followed(folder, write, tmp_path):
    write("ok.md", "Words.")
    (tmp_path / "secret.md").write_text("Secret.")
    (tmp_path / "elsewhere").mkdir()
    (folder / "link.md").symlink_to(tmp_path / "secret.md")
    (folder / "there").symlink_to(tmp_path / "elsewhere")
    found = open_folder(folder)
    assert list(found) == ["ok.md"]
    assert "link" in why(found, "link.md")
    assert "link" in why(found, "there")


def test_what_is_no_ordinary_file_is_reported(folder, write):
    write("ok.md", "Words.")
    os.mkfifo(folder / "pipe.md")
    assert "ordinary" in why(open_folder(folder), "pipe.md")


def test_the_manifest_says_what_to_take_and_never_leads_outside(folder, write, tmp_path):
    (tmp_path / "secret.md").write_text("Secret.")
    write("a.md", "A.")
    write("b.md", "B.")
    lines = ['{"path": "a.md", "kind": "blog"}', '{"path": "../secret.md"}', "not json",
             '{"path": "gone.md"}', '{"path": "a.md"}']  # fmt: skip
    write("manifest.jsonl", "\n".join(lines))
    found = open_folder(folder)
    assert found.entries == {"a.md": {"kind": "blog"}}
    assert "outside" in why(found, "manifest.jsonl:2")
    assert "no object" in why(found, "manifest.jsonl:3")
    assert "not a document" in why(found, "manifest.jsonl:4")
    assert "twice" in why(found, "manifest.jsonl:5")
    assert "not named" in why(found, "b.md")


def test_a_folder_that_is_absent_empty_or_too_large_is_refused(folder, write):
    with pytest.raises(FolderRefused):
        open_folder(folder / "none")
    with pytest.raises(FolderRefused):
        open_folder(folder)
    for number in range(4):
        write(f"{number}.md", "x")
    with pytest.raises(FolderRefused, match="more than 3"):
        open_folder(folder, limits=Limits(files=3))


@pytest.mark.parametrize(
    ("kind", "becomes"),
    [
        ("case_study", ("case_study", "public")),
        ("blog", ("article", "public")),
        ("competitor_comparison", ("comparison", "internal")),
        ("technical-success_process", ("article", "internal")),
        ("", ("article", "public")),
        ("nobody knows", ("article", "internal")),
    ],
)
def test_the_declared_mapping(kind, becomes):
    target = DECLARED.target(kind)
    assert (target.kind, target.visibility) == becomes


def test_a_mapping_file_comes_before_the_declared_lines(folder, write):
    path = write("m.yaml", "kinds:\n  blog: {kind: case_study, visibility: by_link}\n"
                           "  memo: comparison\nfields:\n  customer: client\n")  # fmt: skip
    mapping = load_mapping(path)
    assert mapping.target("blog").kind == "case_study"
    assert mapping.target("memo").visibility == "internal"
    assert mapping.target("guide").kind == "article"
    assert mapping.value({"client": "Kelvane"}, "customer") == "Kelvane"
    assert mapping.digest != DECLARED.digest


@pytest.mark.parametrize(
    "text", ["kinds: [", "kinds: {blog: film}", "kinds: {blog: {kind: article, visibility: x}}",
             "other: 1", "fields: {colour: [a]}", "- a", json.dumps({"kinds": 3})],
)  # fmt: skip
def test_a_mapping_of_another_shape_is_refused(folder, write, text):
    with pytest.raises(MappingRefused):
        load_mapping(write("m.yaml", text))
