"""The embedded store: the contract, several processes, and being killed."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
import weakref
from pathlib import Path

import numpy as np
import pytest
from tantivy import Occur, Query

from search.embedding.hashing import HashingEmbedder
from search.errors import StoreBusy, StoreUnavailable
from search.stores.base import PAIR, Counts, Request, Term
from search.stores.embedded import ahead, matrix, state
from search.stores.embedded import lexical as lexical_index
from search.stores.embedded.store import EmbeddedStore
from search.stores.embedded.table import Size
from search.stores.locks import in_turn
from tests.factories.search import document
from tests.search.store_contract import NOW, StoreContract, asked, entry, lexical

DIMENSIONS = HashingEmbedder.dimensions


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "store"


@pytest.mark.django_db  # so that it is held to the contract beside PostgreSQL too
class TestEmbeddedStore(StoreContract):
    @pytest.fixture
    def store(self, folder) -> EmbeddedStore:
        return EmbeddedStore(folder, DIMENSIONS)


def put(store: EmbeddedStore, *keys: str, text: str = "carbon") -> None:
    with store.writer():
        store.write([entry(document(key, "Title", f"{text} {key}")) for key in keys])


def test_words_score_as_one_question_of_tantivys_own_does(folder):
    store = EmbeddedStore(folder, DIMENSIONS)
    texts = [f"carbon {'report ' * (n % 7)}{'freight rates ' * (n % 5)}{n}" for n in range(40)]
    for half in (texts[:20], texts[20:]):  # two commits
        with store.writer():
            store.write([entry(document(text[-3:], "Title", text)) for text in half])
    snapshot = store._snapshot()
    schema = snapshot.schema
    asked_for = ["report", "report", "freight", "rates", "carbon"]
    weights = [1.0, 1.0, 1.0, 0.4, 1.0]
    terms = [
        Query.boost_query(Query.term_query(schema, "text", stem), weight)
        for stem, weight in zip(
            ["report", "report", "freight", "rate", "carbon"], weights, strict=True
        )
    ]
    pair = Query.boost_query(Query.phrase_query(schema, "text", ["freight", "rate"]), PAIR)
    own = lexical_index.matches(
        snapshot.searcher, Query.boolean_query([(Occur.Should, query) for query in [*terms, pair]])
    )
    expected = dict(zip(own.serials.tolist(), own.scores.tolist(), strict=True))

    for _again in range(2):  # the second time the words are known
        found = snapshot.words(
            Request(
                NOW,
                terms=tuple(map(Term, asked_for, weights)),
                pairs=(("freight", "rates"), ("freight", "rates")),
            )
        )
        serials = snapshot.table.serials.tolist()
        assert dict(zip(serials, found.tolist(), strict=True)) == pytest.approx(expected)


def test_another_reader_sees_a_write_at_once(folder):
    writer, reader = EmbeddedStore(folder, DIMENSIONS), EmbeddedStore(folder, DIMENSIONS)
    assert reader.count() == Counts(0, 0)
    put(writer, "a")
    assert reader.hashes().keys() == {"a"}
    put(writer, "b")
    assert set(lexical(reader.candidates(asked("carbon")))) == {"a", "b"}


def test_candidates_stay_readable_while_everything_is_replaced(folder):
    store = EmbeddedStore(folder, DIMENSIONS)
    put(store, "a", "b")
    found = store.candidates(asked("carbon"))
    other = EmbeddedStore(folder, DIMENSIONS)
    for _ in range(4):
        put(other, "a", "b", text="freight")
    stored = store.fetch(found, [0, 1], None)
    assert {s.passages[0].text for s in stored} == {"carbon a", "carbon b"}


def test_what_was_read_goes_as_soon_as_nobody_reads_it(folder):
    store = EmbeddedStore(folder, DIMENSIONS)
    put(store, "a")
    store.candidates(asked("carbon"))
    old = weakref.ref(store._snapshot())
    gc.disable()
    try:
        put(store, "b")
        assert set(lexical(store.candidates(asked("carbon")))) == {"a", "b"}
        assert old() is None
    finally:
        gc.enable()


def looking_ahead() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "look-ahead"]


def test_common_words_are_looked_up_before_they_are_asked_for(folder, monkeypatch):
    monkeypatch.setattr(ahead, "MANY", 21)
    store = EmbeddedStore(folder, DIMENSIONS)
    put(store, *(f"k{n}" for n in range(20)), text="the cost of carbon")
    put(store, "rare", text="freight")
    assert not looking_ahead()
    snapshot = store._snapshot()
    for thread in looking_ahead():
        thread.join(10)
    assert set(snapshot.common_stems()) == {"titl", "cost", "carbon"}
    looked_up = snapshot._holding.cache_info()
    assert looked_up.currsize == 3
    store.candidates(asked("carbon", "costs"))
    assert snapshot._holding.cache_info().misses == looked_up.misses


def test_looking_ahead_does_not_keep_a_store_that_nobody_uses(folder, monkeypatch):
    monkeypatch.setattr(ahead, "MANY", 1)
    monkeypatch.setattr(ahead, "IDLE", 2.0)  # seconds in which it only waits
    store = EmbeddedStore(folder, DIMENSIONS)
    put(store, "a")
    snapshot = weakref.ref(store._snapshot())
    (thread,) = looking_ahead()
    gc.disable()
    try:
        del store
        assert snapshot() is None
    finally:
        gc.enable()
    thread.join(10)
    assert not thread.is_alive()


def test_vectors_of_replaced_documents_are_compacted_away(folder):
    store = EmbeddedStore(folder, DIMENSIONS)
    keys = [f"k{n}" for n in range(60)]
    for round_ in range(30):
        put(store, *keys, text=f"round{round_}")
    committed = state.read_state(folder)
    table = state.read_table(folder, committed)
    assert table.size.rows < 30 * 60
    assert {path.stem for path in folder.glob("rows-*")} == {committed.rows}
    assert [path.name for path in folder.glob("table-*")] == [committed.table]
    found = store.candidates(asked("k7"))
    row = int(np.nanargmax(found.closeness))
    assert found.keys[row] == "k7"
    (moved,) = store.fetch(found, [row], None, ("round29", "round3", "k7"))
    assert moved.passages[0].text == "round29 k7"
    assert moved.passage_holds(0) == {"round29", "k7"}


def test_a_second_writer_waits_and_then_gives_up(folder):
    one, two = EmbeddedStore(folder, DIMENSIONS), EmbeddedStore(folder, DIMENSIONS)
    with one.writer(), pytest.raises(StoreBusy) as caught, two.writer(wait=0.05):
        pass
    assert not caught.value.permanent
    with two.writer(wait=0.05):
        pass


def test_a_run_of_short_writes_lets_another_writer_in_between(tmp_path):
    waiting, stop, waited = threading.Event(), threading.Event(), []

    def other() -> None:
        waiting.wait()
        started = time.monotonic()
        with in_turn(tmp_path, 10):
            waited.append(time.monotonic() - started)
        stop.set()

    thread = threading.Thread(target=other)
    thread.start()
    rounds = 0
    while not stop.is_set() and rounds < 200:
        with in_turn(tmp_path, 10):
            waiting.set()
            time.sleep(0.05)
        rounds += 1
    thread.join()
    assert waited[0] < 1


@pytest.mark.parametrize("damage", ["missing", "short", "table"])
def test_damage_is_told_and_clear_mends_it(folder, damage):
    put(EmbeddedStore(folder, DIMENSIONS), "a", "b")
    committed = state.read_state(folder)
    vectors = folder / f"{committed.rows}.f32"
    if damage == "missing":
        vectors.unlink()
    elif damage == "short":
        os.truncate(vectors, 10)
    else:
        (folder / committed.table).write_text("{")
    store = EmbeddedStore(folder, DIMENSIONS)
    assert store.check() != ""
    with pytest.raises(StoreUnavailable):
        store.candidates(asked("carbon"))
    with store.writer():
        store.clear()
        store.write([entry(document("a", "Carbon"))])
    assert store.check() == ""
    assert set(lexical(store.candidates(asked("carbon")))) == {"a"}


def test_a_lexical_index_that_lost_documents_is_told(folder):
    put(EmbeddedStore(folder, DIMENSIONS), "a", "b")
    store = EmbeddedStore(folder, DIMENSIONS)
    store._index().write([], ["a"], 100)
    assert "1 document" in store.check()


def test_documents_left_behind_by_a_killed_writer_are_never_taken_for_others(folder):
    store = EmbeddedStore(folder, DIMENSIONS)
    put(store, "a")
    committed = state.read_state(folder)
    # Killed between the commit of the lexical index and that of the state.
    lost = entry(document("lost", "Lost", "carbon lost"))
    store._index().write([(lost, committed.next_serial)], [], committed.next_serial)
    put(EmbeddedStore(folder, DIMENSIONS), "b")
    found = EmbeddedStore(folder, DIMENSIONS)
    candidates = found.candidates(asked("carbon"))
    texts = {s.key: s.passages[0].text for s in found.fetch(candidates, [0, 1], None)}
    assert texts == {"a": "carbon a", "b": "carbon b"}
    assert lexical(found.candidates(asked("lost"))) == {}


def test_deletions_left_behind_by_a_killed_writer_are_written_again(folder):
    put(EmbeddedStore(folder, DIMENSIONS), "a", "b", "c")
    committed = folder / "lexical" / "meta.json"
    before = committed.read_bytes()
    serial = state.read_state(folder).next_serial
    EmbeddedStore(folder, DIMENSIONS)._index().write([], ["a"], serial)
    left = {path.name for path in committed.parent.glob("*.del")}
    assert left
    # Killed when the deletions were written, and the commit that names them was not.
    committed.write_bytes(before)
    store = EmbeddedStore(folder, DIMENSIONS)
    with store.writer():
        store.write([], ["a"])
    assert {path.name for path in committed.parent.glob("*.del")} == left
    assert set(lexical(store.candidates(asked("carbon")))) == {"b", "c"}
    assert store.check() == ""


EACH_ALONE = np.ones(3, np.int64)


def test_bytes_left_behind_by_a_killed_writer_are_overwritten(tmp_path):
    path = tmp_path / "rows-0"
    ones = np.ones((3, 4), np.float32)
    matrix.append(path, Size(), ones, EACH_ALONE)
    matrix.append(path, Size(3, 3), ones * 2, EACH_ALONE)  # never committed
    matrix.append(path, Size(3, 3), ones * 5, EACH_ALONE)
    found = matrix.view(path, Size(6, 6), 4)
    assert (found.vectors[3:] == 5).all()
    assert found.cosines(ones[0] / 2).tolist() == pytest.approx([2, 2, 2, 10, 10, 10])


def test_nothing_new_leaves_the_rows_that_are_there(tmp_path):
    path = tmp_path / "rows-0"
    matrix.append(path, Size(), np.ones((3, 4), np.float32), EACH_ALONE)
    matrix.append(path, Size(3, 3), np.ones((0, 4), np.float32), EACH_ALONE[:0])
    assert matrix.view(path, Size(3, 3), 4).vectors.sum() == 12


@pytest.mark.parametrize("ending", [matrix.EXACT, matrix.CODES, matrix.STEPS, matrix.MEANS])
def test_a_file_of_vectors_that_is_missing_or_cut_is_told(tmp_path, ending):
    path = tmp_path / "rows-0"
    matrix.append(path, Size(), np.ones((3, 4), np.float32), EACH_ALONE)
    file = path.with_suffix(ending)
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(StoreUnavailable, match="shorter"):
        matrix.view(path, Size(3, 3), 4)
    file.unlink()
    with pytest.raises(StoreUnavailable, match="missing"):
        matrix.view(path, Size(3, 3), 4)


def test_the_means_of_documents_are_those_of_their_rows_alone(folder):
    store = EmbeddedStore(folder, DIMENSIONS)
    put(store, "a", "b", text="carbon report")
    put(store, "b", text="freight rates")  # the first of its places is dead by now
    for key, text in (("a", "carbon report a"), ("b", "freight rates b")):
        own = entry(document(key, "Title", text)).vectors.sum(axis=0)
        assert store.mean_of([key]) == pytest.approx(own / np.linalg.norm(own), abs=1e-6)


def _read(folder: Path, stop, failures) -> None:
    store = EmbeddedStore(folder, DIMENSIONS)
    while not stop.is_set():
        found = store.candidates(asked("carbon", now=NOW))
        rows = list(range(len(found.keys)))
        stored = store.fetch(found, rows, None)
        # A commit is all or nothing: the pair is there together, or not at all.
        texts = {s.passages[0].text.split()[0] for s in stored}
        if len(found.keys) not in (0, 2) or (len(stored) == 2 and len(texts) != 1):
            failures.put((list(found.keys), sorted(texts)))


def test_processes_read_whole_commits_while_one_writes(folder):
    context = multiprocessing.get_context("spawn")
    stop, failures = context.Event(), context.Queue()
    readers = [
        context.Process(target=_read, args=(folder, stop, failures), daemon=True) for _ in range(2)
    ]
    for reader in readers:
        reader.start()
    store = EmbeddedStore(folder, DIMENSIONS)
    for n in range(60):
        put(store, "a", "b", text=f"carbon{n}")
    stop.set()
    for reader in readers:
        reader.join(20)
        assert reader.exitcode == 0
    assert failures.empty()


WRITER = """
import sys
from pathlib import Path
from search.stores.embedded.store import EmbeddedStore
from search.stores.embedded.table import Size
from tests.factories.search import document
from tests.search.store_contract import entry
store = EmbeddedStore(Path(sys.argv[1]), int(sys.argv[2]))
n = 0
while True:
    with store.writer():
        store.write([entry(document(f"k{n % 40}", "Title", f"carbon round{n}"))])
    print(n, flush=True)
    n += 1
"""


def test_killed_in_the_middle_of_writing_it_stands_and_goes_on(folder):
    rng = np.random.default_rng(11)
    for _ in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder), str(DIMENSIONS)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        )
        for _ in range(4):
            process.stdout.readline()
        time.sleep(float(rng.random()) * 0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        store = EmbeddedStore(folder, DIMENSIONS)
        before = set(store.hashes())
        assert before
        store.candidates(asked("carbon"))
        # Whoever asked for the lost commit asks again; then nothing is missing or double.
        put(store, *(f"k{n}" for n in range(40)))
        assert store.check() == ""
        assert store.count() == Counts(40, 40)
        found = store.candidates(asked("carbon"))
        assert len(lexical(found)) == len(found.keys) == 40


def test_files_taken_away_under_a_running_store_are_told_and_may_come_back(folder):
    store = EmbeddedStore(folder, DIMENSIONS)
    put(store, "a")
    assert set(lexical(store.candidates(asked("carbon")))) == {"a"}
    away = folder.with_name("away")
    folder.rename(away)
    with pytest.raises(StoreUnavailable):
        store.candidates(asked("carbon"))
    away.rename(folder)
    assert set(lexical(store.candidates(asked("carbon")))) == {"a"}
