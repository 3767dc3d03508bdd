import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents import BODY, SLIDE, SUMMARY, Passage
from search.errors import StoreUnavailable
from search.stores.embedded import ragged, texts
from search.stores.embedded.texts import TEXTS

KINDS = (SUMMARY, BODY, SLIDE)
ANY = st.text(st.characters(exclude_categories=["Cs"]))
DOCUMENT = st.tuples(
    ANY, st.lists(st.tuples(ANY, st.tuples(ANY), ANY, st.sampled_from(KINDS)), min_size=1)
)


def passages(key: str, parts) -> tuple[Passage, ...]:
    return tuple(Passage(key, number, *part) for number, part in enumerate(parts))


def one(key: str, *said: str, kind: str = KINDS[1]) -> tuple[str, tuple[Passage, ...]]:
    return f"Title of {key}", passages(key, [(text, ("Head",), "anchor", kind) for text in said])


@given(documents=st.lists(DOCUMENT))
def test_every_passage_comes_back_as_it_was_written(tmp_path_factory, documents):
    path = tmp_path_factory.mktemp("texts") / "rows-0"
    written = [(title, passages(str(n), parts)) for n, (title, parts) in enumerate(documents)]
    rows = 0
    for title, made in written:  # one commit each
        texts.append(path, rows, [(title, made)])
        rows += len(made)
    if not written:
        texts.append(path, 0, [])
    found = ragged.view(path, TEXTS, rows)
    start = 0
    for title, made in written:
        read = texts.passages_of(found, made[0].document_key, start, len(made))
        assert (read.title, tuple(read)) == (title, made)
        assert read.slides == tuple(p.ordinal for p in made if p.kind == "slide")
        start += len(made)


def test_passages_are_read_by_place_from_either_end_and_in_stretches(tmp_path):
    texts.append(tmp_path / "rows-0", 0, [one("a", "x"), one("b", "p", "q", "r")])
    found = ragged.view(tmp_path / "rows-0", TEXTS, 4)
    read = texts.passages_of(found, "b", 1, 3)
    assert [p.text for p in read] == ["p", "q", "r"]
    assert (read[-1].text, read[-1].ordinal) == ("r", 2)
    assert [p.text for p in read[1:]] == ["q", "r"]
    with pytest.raises(IndexError):
        read[3]


def test_what_a_killed_writer_left_is_overwritten(tmp_path):
    path = tmp_path / "rows-0"
    texts.append(path, 0, [one("a", "kept")])
    texts.append(path, 1, [one("b", "lost", "never committed")])
    texts.append(path, 1, [one("c", "new")])
    found = ragged.view(path, TEXTS, 2)
    assert texts.passages_of(found, "c", 1, 1)[0].text == "new"
    assert texts.passages_of(found, "a", 0, 1)[0].text == "kept"


def test_runs_are_moved_whole(tmp_path):
    old, new = tmp_path / "rows-0", tmp_path / "rows-1"
    texts.append(old, 0, [one("a", "x", "y"), one("b", "dead"), one("c", "z")])
    ragged.move(ragged.view(old, TEXTS, 4), new, TEXTS, [(3, 1), (0, 2)])
    found = ragged.view(new, TEXTS, 3)
    assert [p.text for p in texts.passages_of(found, "c", 0, 1)] == ["z"]
    moved = texts.passages_of(found, "a", 1, 2)
    assert (moved.title, [p.text for p in moved]) == ("Title of a", ["x", "y"])


@pytest.mark.parametrize("ending", [TEXTS.content, TEXTS.ends])
def test_a_file_that_is_missing_or_cut_is_told(tmp_path, ending):
    path = tmp_path / "rows-0"
    texts.append(path, 0, [one("a", "x")])
    file = path.with_suffix(ending)
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(StoreUnavailable, match="shorter"):
        ragged.view(path, TEXTS, 1)
    file.unlink()
    with pytest.raises(StoreUnavailable, match="missing"):
        ragged.view(path, TEXTS, 1)


@pytest.mark.parametrize("damaged", [b'="Title', b'["body"'])
def test_a_damaged_text_is_told(tmp_path, damaged):
    path = tmp_path / "rows-0"
    texts.append(path, 0, [one("a", "some words")])
    file = path.with_suffix(TEXTS.content)
    content = file.read_bytes()
    assert damaged in content
    file.write_bytes(content.replace(damaged, damaged[:1] + b"\xff" * (len(damaged) - 1)))
    read = texts.passages_of(ragged.view(path, TEXTS, 1), "a", 0, 1)
    with pytest.raises(StoreUnavailable, match="damaged"):
        _ = (read.title, read[0])
