"""Folders in the BEIR layout, whole and broken."""

from __future__ import annotations

import json

import pytest

from search.evaluation.collection import BadCollection, CollectionSource, load, sections


@pytest.fixture
def folder(tmp_path):
    """A small collection that is in order."""
    write(tmp_path / "corpus.jsonl", [{"_id": "a", "title": "A", "text": "one"}, {"_id": "b"}])
    write(tmp_path / "queries.jsonl", [{"_id": "q", "text": "one"}, {"_id": "r", "text": "two"}])
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq\ta\t1\nq\tz\t1\n")
    return tmp_path


def write(path, entries):
    path.write_text("\n".join(json.dumps(entry) for entry in entries) + "\n")


def test_it_reads_documents_judged_queries_and_judgements(folder):
    found = load(folder)
    assert list(found.documents) == ["a", "b"]
    assert found.queries == {"q": "one"}
    assert [judged.name for judged in found.judgements] == ["test"]
    assert found.judgements[0].gains == {"q": {"a": 1, "z": 1}}
    source = CollectionSource(found)
    assert [d.title for d in source.documents(["b", "a", "?"])] == ["", "A"]


def test_judgements_beside_the_corpus_and_one_file_of_choice(folder):
    (folder / "qrels_picks.tsv").write_text("r\tb\t2\n")
    assert [judged.name for judged in load(folder).judgements] == ["test", "picks"]
    only = load(folder, folder / "qrels_picks.tsv")
    assert only.queries == {"r": "two"}
    assert load(folder, only_name()).queries == {"r": "two"}


def only_name():
    from pathlib import Path

    return Path("qrels_picks.tsv")


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("corpus.jsonl", None, "corpus.jsonl is missing"),
        ("corpus.jsonl", "", "holds no document"),
        ("corpus.jsonl", '{"_id": "a"}\n{"_id": "a"}', "line 2: the document 'a' is there twice"),
        ("corpus.jsonl", '{"_id": "a"}\n{oops', "line 2 is not JSON"),
        ("corpus.jsonl", "[1]", "line 1 is not a JSON object"),
        ("corpus.jsonl", '{"title": "x"}', "has no '_id'"),
        ("queries.jsonl", '{"_id": "q"}', "has no 'text'"),
        ("queries.jsonl", None, "queries.jsonl is missing"),
        ("queries.jsonl", '{"_id": "other", "text": "x"}', "there is no query 'q'"),
        ("qrels/test.tsv", None, "has no judgements"),
        ("qrels/test.tsv", "q a 1\nq a 1\n", "line 2: query-id"),
        ("qrels/test.tsv", "q\ta\t0\n", "names no relevant document"),
        ("qrels/test.tsv", "q\tnobody\t1\n", "names no document of this corpus"),
    ],
)
def test_what_is_wrong_is_named(folder, file, content, said):
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_text(content)
    with pytest.raises(BadCollection, match=said):
        load(folder)


def test_bytes_that_are_no_text_and_no_folder_are_named(folder):
    (folder / "corpus.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadCollection, match="cannot be read"):
        load(folder)
    with pytest.raises(BadCollection, match="is not a folder"):
        load(folder / "nowhere")


def test_markdown_headings_become_the_path_of_a_section():
    text = "Lead.\n\n# One\nfirst\n\n## Two\nsecond\n# Three\nthird"
    assert [(s.text, s.headings) for s in sections(text)] == [
        ("Lead.", ()),
        ("first", ("One",)),
        ("second", ("One", "Two")),
        ("third", ("Three",)),
    ]
