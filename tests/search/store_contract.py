"""What every store must do. A store's own test inherits from StoreContract."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from search import chunking
from search.documents import SLIDE, Document, Section, content_hash
from search.embedding.hashing import HashingEmbedder
from search.stores.base import Candidates, Counts, Entry, Request, Store, Term
from tests.factories.search import document

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
EMBEDDER = HashingEmbedder()


def entry(made: Document, *, embedded: bool = True) -> Entry:
    passages = tuple(chunking.passages(made))
    texts = [chunking.embedding_text(made.title, passage) for passage in passages]
    vectors = EMBEDDER.encode(texts) if embedded else None
    return Entry(made, content_hash(made), passages, vectors)


def vector(text: str):
    return EMBEDDER.encode([text], query=True)[0]


def asked(*words: str, **options) -> Request:
    options.setdefault("now", NOW)
    near = options.pop("vector", vector(" ".join(words)) if words else None)
    options["vector"] = None if near is None else lambda: near
    return Request(terms=tuple(Term(word) for word in words), **options)


def passing(candidates: Candidates) -> set[str]:
    return {k for k, p in zip(candidates.keys, candidates.passing, strict=True) if p}


def lexical(candidates: Candidates) -> dict[str, float]:
    pairs = zip(candidates.keys, candidates.lexical, strict=True)
    return {key: float(score) for key, score in pairs if score > 0}


class StoreContract:
    """Give a `store` fixture: an empty store for vectors of the hashing embedder.

    `forgets_at_once` is False of a store that counts the words of a replaced document until
    it has tidied up, so that all its BM25 is a little off for a while.
    """

    forgets_at_once = True

    @pytest.fixture
    def store(self) -> Store:
        raise NotImplementedError

    def write(self, store: Store, *documents: Document, deleted: tuple[str, ...] = ()) -> None:
        with store.writer():
            store.write([entry(made) for made in documents], deleted)

    # --- writing --------------------------------------------------------------------------
    def test_an_empty_store_answers_with_nothing(self, store):
        found = store.candidates(asked("carbon"))
        assert list(found.keys) == []
        assert store.count() == Counts(0, 0)
        assert store.hashes() == {}
        assert store.known(["carbon"]) == [False]
        assert store.corrections("carbon") == []
        assert store.completions("car") == []
        assert store.mean_of(["a"]) is None
        assert store.check() == ""

    def test_what_is_written_is_found_counted_and_hashed(self, store):
        one, two = document("a", "Carbon report"), document("b", "Freight cost")
        self.write(store, one, two)
        assert store.count() == Counts(2, 2)
        assert store.hashes() == {"a": content_hash(one), "b": content_hash(two)}
        assert set(lexical(store.candidates(asked("carbon")))) == {"a"}
        assert store.check() == ""

    def test_writing_again_replaces(self, store):
        self.write(store, document("a", "Carbon"), document("b", "Cost"))
        self.write(store, document("a", "Freight"))
        assert store.count() == Counts(2, 2)
        assert lexical(store.candidates(asked("carbon"))) == {}
        assert set(lexical(store.candidates(asked("freight")))) == {"a"}

    def test_writing_the_same_twice_changes_nothing(self, store):
        made = document("a", "Carbon report", "What we emit.")
        self.write(store, made)
        before = store.candidates(asked("carbon"))
        self.write(store, made)
        after = store.candidates(asked("carbon"))
        assert lexical(after).keys() == lexical(before).keys()
        if self.forgets_at_once:
            assert lexical(after) == pytest.approx(lexical(before))
        assert store.count() == Counts(1, 1)

    def test_deleted_documents_are_gone(self, store):
        self.write(store, document("a", "Carbon"), document("b", "Carbon cost"))
        self.write(store, deleted=("a", "never there"))
        assert set(store.candidates(asked("carbon")).keys) == {"b"}
        assert store.count() == Counts(1, 1)

    def test_prune_keeps_only_what_it_is_told(self, store):
        self.write(store, *(document(key, "Carbon") for key in "abcd"))
        with store.writer():
            assert store.prune(["b", "d", "x"]) == 2
        assert set(store.hashes()) == {"b", "d"}

    def test_clear_leaves_nothing_and_it_can_be_filled_again(self, store):
        self.write(store, document("a", "Carbon"))
        with store.writer():
            store.clear()
        assert store.count() == Counts(0, 0)
        self.write(store, document("b", "Carbon"))
        assert set(lexical(store.candidates(asked("carbon")))) == {"b"}

    def test_hashes_of_some_keys_are_asked_for(self, store):
        one = document("a", "Carbon")
        self.write(store, one, document("b"))
        assert store.hashes(["a", "never there"]) == {"a": content_hash(one)}
        assert store.hashes([]) == {}

    def test_a_replacement_takes_the_place_whole(self, store):
        self.write(store, document("a", "Carbon"), document("b", "Carbon"))
        with store.replacement() as new:
            assert new.hashes() == {}
            self.write(new, document("a", "Freight"))
            assert set(new.hashes(["a", "b"])) == {"a"}
            self.write(store, document("c", "Carbon"))  # changed by another process meanwhile
            assert "c" in new.hashes(["c"])
        assert set(store.hashes()) == {"a", "c"}
        assert set(lexical(store.candidates(asked("carbon")))) == {"c"}
        assert store.count() == Counts(2, 2)
        assert store.check() == ""

    def test_writing_needs_the_lock(self, store):
        with pytest.raises(RuntimeError):
            store.write([entry(document("a"))])

    def test_many_small_writes_leave_the_store_whole(self, store):
        rng = np.random.default_rng(3)
        expected: dict[str, str] = {}
        for step in range(40):
            key = f"k{rng.integers(12)}"
            if rng.random() < 0.25:
                self.write(store, deleted=(key,))
                expected.pop(key, None)
            else:
                made = document(key, f"Title {step}", f"word{step} common")
                self.write(store, made)
                expected[key] = content_hash(made)
        assert store.hashes() == expected
        assert set(lexical(store.candidates(asked("common")))) == set(expected)
        assert store.check() == ""

    # --- the lexical arm ------------------------------------------------------------------
    def test_english_words_match_in_every_form(self, store):
        self.write(store, document("a", "Companies reporting"), document("b", "Freight"))
        assert set(lexical(store.candidates(asked("company", "reports")))) == {"a"}

    def test_a_title_weighs_more_than_the_body(self, store):
        self.write(
            store,
            document("title", "Carbon", "Something else that is said here."),
            document("body", "Something", "Carbon else that is said here."),
        )
        found = lexical(store.candidates(asked("carbon")))
        assert found["title"] > found["body"]

    def test_a_word_asked_for_twice_counts_twice(self, store):
        self.write(store, document("a", "Carbon"), document("b", "Cost"), document("c", "Cost"))
        once = lexical(store.candidates(asked("carbon")))["a"]
        twice = lexical(store.candidates(asked("carbon", "carbon")))["a"]
        weighted = store.candidates(Request(now=NOW, terms=(Term("carbon", 2.0),)))
        assert twice == pytest.approx(2 * once, rel=0.01)
        assert lexical(weighted)["a"] == pytest.approx(2 * once, rel=0.01)

    def test_words_that_stand_together_as_asked_count_more(self, store):
        self.write(
            store,
            document("apart", "One", "The reports of a company on carbon and on freight."),
            document("close", "Two", "The freight of a company and on carbon reporting."),
        )
        plain = lexical(store.candidates(asked("carbon", "report")))
        paired = lexical(
            store.candidates(asked("carbon", "report", pairs=(("carbon", "report"),)))
        )
        assert plain["close"] == pytest.approx(plain["apart"], rel=0.05)
        assert paired["close"] > paired["apart"] * 1.05
        assert paired["apart"] == pytest.approx(plain["apart"])

    @pytest.mark.parametrize("word", ['"', "AND", "a:b", "(", "*", "\\", "key:a", "+-!", "^2"])
    def test_nothing_in_a_word_is_query_language(self, store, word):
        self.write(store, document("a", "Carbon"))
        store.candidates(asked(word))

    def test_a_phrase_must_stand_word_for_word(self, store):
        self.write(
            store,
            document("a", "One", "The carbon report is here."),
            document("b", "Two", "Report on carbon."),
            document("c", "Carbon", "Report."),
        )
        found = store.candidates(asked("carbon", phrases=(("Carbon", "report"),)))
        assert passing(found) == {"a"}

    def test_excluded_words_and_phrases_must_not_stand(self, store):
        self.write(
            store,
            document("a", "Carbon", "about offsets"),
            document("b", "Carbon", "about supply chain"),
            document("c", "Carbon", "about chain supply"),
        )
        words = store.candidates(asked("carbon", excluded=(("offset",),)))
        assert passing(words) == {"b", "c"}
        phrase = store.candidates(asked("carbon", excluded=(("supply", "chain"),)))
        assert passing(phrase) == {"a", "c"}

    def test_documents_of_other_languages_are_stemmed_in_theirs(self, store):
        self.write(
            store,
            document("de", "Lieferungen nach Rotterdam", language="de"),
            document("en", "Deliveries to Rotterdam"),
        )
        assert set(lexical(store.candidates(asked("Lieferung")))) == {"de"}
        assert set(lexical(store.candidates(asked("delivery")))) == {"en"}

    def test_numbers_and_product_names_are_found(self, store):
        self.write(store, document("a", "Router RX-4711", "costs 12.5 %"), document("b", "Router"))
        assert set(lexical(store.candidates(asked("4711")))) == {"a"}
        assert store.known(["RX-4711", "RX-4712"]) == [True, False]

    # --- the vector arm -------------------------------------------------------------------
    def test_closeness_is_best_passage_plus_first(self, store):
        made = document(
            "a", "T", [Section("freight cost"), Section("carbon report", kind=SLIDE, anchor="s")]
        )
        self.write(store, made)
        found = store.candidates(asked("carbon", "report"))
        cosines = entry(made).vectors @ vector("carbon report")
        assert found.closeness[0] == pytest.approx(cosines.max() + cosines[0], abs=1e-5)

    def test_the_mean_is_over_all_visible_documents_whatever_passes(self, store):
        self.write(
            store,
            document("a", "Carbon", kind="x"),
            document("b", "Freight", kind="y"),
            document("gone", "Carbon", visible_until=NOW - timedelta(days=1)),
        )
        everything = store.candidates(asked("carbon"))
        filtered = store.candidates(asked("carbon", filters={"kind": ("y",)}))
        assert everything.mean == pytest.approx(filtered.mean)
        assert everything.deviation == pytest.approx(filtered.deviation)
        assert everything.lexical_max == pytest.approx(filtered.lexical_max) != 0

    def test_a_document_without_vectors_is_found_by_its_words(self, store):
        with store.writer():
            store.write([entry(document("a", "Kohlenstoff", language="de"), embedded=False)])
            store.write([entry(document("b", "Carbon"))])
        found = store.candidates(asked("Kohlenstoff"))
        place = list(found.keys).index("a")
        assert found.lexical[place] > 0
        assert np.isnan(found.closeness[place])
        assert store.mean_of(["a"]) is None
        (stored,) = store.fetch(found, [place], vector("Kohlenstoff"))
        assert not stored.embedded

    def test_means_are_of_length_one(self, store):
        self.write(
            store, document("a", "T", [Section("x one"), Section("y two", kind=SLIDE)]),
            document("b", "U", "z"),
        )  # fmt: skip
        found = store.candidates(asked("one"))
        means = store.means(found, range(len(found.keys)))
        assert np.linalg.norm(means, axis=1) == pytest.approx(1, abs=1e-5)
        expected = entry(document("b", "U", "z")).vectors[0]
        assert means[list(found.keys).index("b")] == pytest.approx(expected, abs=1e-5)
        assert store.mean_of(["b"]) == pytest.approx(expected, abs=1e-5)

    def test_vectors_of_gives_a_mean_for_each_document_that_has_one(self, store):
        far = document("later", "Freight", visible_from=NOW + timedelta(days=1))
        both = document("a", "T", [Section("x one"), Section("y two", kind=SLIDE)])
        self.write(store, both, far)
        with store.writer():
            store.write([entry(document("de", "Kohle", language="de"), embedded=False)])
        found = store.vectors_of(["later", "a", "de", "never there", "a"])
        assert set(found) == {"a", "later"}
        mean = entry(both).vectors.sum(axis=0)
        assert found["a"] == pytest.approx(mean / np.linalg.norm(mean), abs=1e-5)
        assert found["later"].shape == (EMBEDDER.dimensions,)
        assert store.vectors_of([]) == {}

    # --- what passes ----------------------------------------------------------------------
    def test_values_are_alternatives_and_filters_must_all_hold(self, store):
        self.write(
            store,
            document("a", persona=("cfo", "cto"), kind="case"),
            document("b", persona="cto", kind="sheet"),
            document("c", kind="case"),
        )

        def found(**filters):
            return passing(store.candidates(asked(filters=filters)))

        assert found(persona=("cto",)) == {"a", "b"}
        assert found(persona=("cfo", "nobody"), kind=("case",)) == {"a"}
        assert found(persona=("nobody",)) == set()
        assert found(unheard=("x",)) == set()

    def test_a_filter_changes_no_score(self, store):
        self.write(store, document("a", "Carbon", kind="x"), document("b", "Carbon cost"))
        free = store.candidates(asked("carbon"))
        bound = store.candidates(asked("carbon", filters={"kind": ("x",)}))
        assert lexical(bound)["a"] == pytest.approx(lexical(free)["a"])

    def test_validity_is_tested_when_asked(self, store):
        self.write(
            store,
            document("always"),
            document("later", visible_from=NOW + timedelta(hours=1)),
            document("over", visible_until=NOW),
            document("now", visible_from=NOW, visible_until=NOW + timedelta(seconds=1)),
        )
        assert set(store.candidates(asked()).keys) == {"always", "now"}
        tomorrow = store.candidates(asked(now=NOW + timedelta(days=1)))
        assert set(tomorrow.keys) == {"always", "later"}

    def test_keys_restrict_and_exclude(self, store):
        self.write(store, *(document(key) for key in "abc"))
        assert passing(store.candidates(asked(keys=["a", "c", "x"]))) == {"a", "c"}
        assert passing(store.candidates(asked(keys=[]))) == set()
        assert passing(store.candidates(asked(exclude_keys=["a"]))) == {"b", "c"}

    def test_facets_count_chosen_documents_not_passages(self, store):
        long = [Section("words " * 150, ("One",)), Section("more " * 150, ("Two",))]
        self.write(
            store,
            document("a", "A", long, persona=("cfo", "cto"), kind="case"),
            document("b", "B", long, persona="cto", kind="case"),
            document("c", "C", long, kind="sheet"),
        )
        found = store.candidates(asked())
        chosen = np.array([key != "b" for key in found.keys])
        facets = store.facets(found, chosen, ["persona", "kind", "unheard"])
        assert facets == {
            "persona": {"cfo": 1, "cto": 1},
            "kind": {"case": 1, "sheet": 1},
            "unheard": {},
        }

    def test_labelled_says_who_has_a_value(self, store):
        self.write(store, document("a", persona="cfo"), document("b"))
        found = store.candidates(asked())
        has = dict(zip(found.keys, store.labelled(found, "persona", ["cfo"]), strict=True))
        assert has == {"a": True, "b": False}

    # --- what comes back ------------------------------------------------------------------
    def test_fetch_gives_passages_as_they_were_with_their_cosines(self, store):
        made = document(
            "a",
            "Title “quoted”",
            [
                Section("Größe <b>zählt</b>.", ("Why", "Now"), "blk"),
                Section("Slide", ("Head",), "s1", SLIDE),
            ],
        )
        self.write(store, made, document("b"))
        found = store.candidates(asked("slide"))
        place = list(found.keys).index("a")
        (stored,) = store.fetch(found, [place], vector("slide"))
        assert stored.title == made.title
        assert tuple(stored.passages) == tuple(chunking.passages(made))
        assert tuple(stored.slides) == (1,)
        assert stored.cosines == pytest.approx(entry(made).vectors @ vector("slide"), abs=1e-5)

    def test_fetch_says_which_words_stand_anywhere_in_a_document(self, store):
        sections = [
            Section("Heat is paid for.", ("Freight",)),
            Section("Costs of carbon-reports."),
        ]
        self.write(
            store,
            document("a", "Energy", sections),
            document("b", "Other", "carbon"),
            document("c", "Third", "nothing of it"),
        )
        found = store.candidates(asked("carbon"))
        rows = list(range(len(found.keys)))
        words = ("energy", "freight", "cost", "carbon", "carbon-report", "paid", "absent", "cost")
        holds = {one.key: one.holds for one in store.fetch(found, rows, None, words)}
        assert holds == {
            "a": set(words) - {"absent"},
            "b": {"carbon", "carbon-report"},
            "c": set(),
        }
        assert all(one.holds == frozenset() for one in store.fetch(found, rows, None))

    def test_fetch_says_which_words_each_passage_holds(self, store):
        sections = [
            Section("Paid heating: it costs.", ("Freight",), kind=SLIDE),
            Section("Carbon-reports cost more than carbon.", kind=SLIDE),
            Section("…", kind=SLIDE),
        ]
        self.write(
            store,
            document("a", "Energy", sections),
            replace(document("b", "Andere", "Häuser heizen"), language="de"),
        )
        found = store.candidates(asked("carbon"))
        words = ("energy", "freight", "cost", "carbon", "carbon-report", "heat", "haus", "absent")
        fetched = store.fetch(found, range(len(found.keys)), None, words)
        holds = {
            (one.key, passage.text): one.passage_holds(place)
            for one in fetched
            for place, passage in enumerate(one.passages)
        }
        assert holds == {
            ("a", "Paid heating: it costs."): {"cost", "heat"},
            ("a", "Carbon-reports cost more than carbon."): {"cost", "carbon", "carbon-report"},
            ("a", "…"): set(),
            ("b", "Häuser heizen"): {"haus"},
        }
        (one, *_) = store.fetch(found, [0], None)
        assert one.passage_holds(0) == frozenset()

    def test_fetch_keeps_the_order_of_the_rows(self, store):
        self.write(store, *(document(key) for key in "abcde"))
        found = store.candidates(asked())
        rows = [3, 0, 4]
        fetched = store.fetch(found, rows, None)
        assert [stored.key for stored in fetched] == [found.keys[row] for row in rows]

    # --- words ----------------------------------------------------------------------------
    def test_words_are_completed_by_frequency(self, store):
        self.write(store, document("a", "Reporting report"), document("b", "Report"))
        assert store.completions("rep")[0] == "report"
        assert set(store.completions("Rep")) == {"report", "reporting"}
        assert store.completions("two words") == []

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("complience", "compliance"),
            ("repot", "report"),
            ("reprot", "report"),
            ("logistcs", "logistics"),
        ],
    )
    def test_typing_errors_are_corrected(self, store, typed, meant):
        self.write(store, document("a", "Compliance report for logistics"))
        assert store.corrections(typed)[0] == meant

    @pytest.mark.parametrize("typed", ["zzzzzz", "abc", "4712", "xy"])
    def test_what_is_near_nothing_is_not_corrected(self, store, typed):
        self.write(store, document("a", "Compliance report 4711 abd"))
        assert store.corrections(typed) == []
