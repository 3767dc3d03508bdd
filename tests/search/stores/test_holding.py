from hypothesis import given
from hypothesis import strategies as st

from search.analysis import analyzer, stems
from search.documents import BODY, Document, Passage
from search.stores.base import Entry
from search.stores.embedded import holding, ragged
from search.stores.embedded.holding import STEMS

WORDS = ("heat", "heating", "Pumps", "pump", "café", "Häuser", "carbon-report", "the", "—", "4.2")
TEXTS = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
DOCUMENTS = st.lists(
    st.tuples(st.sampled_from(["en", "de", "xx"]), st.lists(TEXTS, min_size=1, max_size=3)),
    min_size=1,
    max_size=4,
)
LANGUAGES = frozenset({"en", "de", "xx"})


def entry(key: str, language: str, texts: list[str]) -> Entry:
    passages = tuple(Passage(key, n, text, (), "", BODY) for n, text in enumerate(texts))
    return Entry(Document(key=key, title="Title", language=language), "hash", passages, None)


def holds(language: str, text: str, word: str) -> bool:
    there = set(analyzer(language).analyze(text))
    return any(stem in there for variants in stems(word, LANGUAGES) for stem in variants)


@given(documents=DOCUMENTS, words=st.lists(st.sampled_from(WORDS), unique=True))
def test_a_passage_holds_what_its_text_says_in_its_language(tmp_path_factory, documents, words):
    path = tmp_path_factory.mktemp("stems") / "rows-0"
    entries = [entry(str(n), *document) for n, document in enumerate(documents)]
    runs, rows = [], 0
    for one in entries:  # one commit each
        holding.append(path, rows, [one])
        runs.append((rows, len(one.passages)))
        rows += len(one.passages)
    table = ragged.view(path, STEMS, rows)
    found = holding.held(table, runs, holding.asked(words, LANGUAGES))
    for one, passage_holds in zip(entries, found, strict=True):
        for place, passage in enumerate(one.passages):
            language, text = one.document.language, passage.text
            assert passage_holds(place) == {w for w in words if holds(language, text, w)}


def test_no_documents_hold_nothing(tmp_path):
    holding.append(tmp_path / "rows-0", 0, [])
    table = ragged.view(tmp_path / "rows-0", STEMS, 0)
    assert list(holding.held(table, [], {"heat": [1]})) == []
