"""The store on Elasticsearch: the contract on a real node, and what only a cluster can do."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
from elasticsearch import ConnectionTimeout

from search.embedding.hashing import HashingEmbedder
from search.errors import SearchError, StoreBusy, StoreUnavailable
from search.stores.base import Entry
from search.stores.elasticsearch import body, bulk, packing, queries
from search.stores.elasticsearch.connection import Address, Connection
from search.stores.elasticsearch.indices import make_state
from search.stores.elasticsearch.lease import Lease
from search.stores.elasticsearch.store import ElasticsearchStore
from tests.factories.search import document
from tests.real_parts.elasticsearch import Node
from tests.real_parts.ports import free_port, wait_until
from tests.search.store_contract import NOW, StoreContract, asked, entry, lexical, passing, vector

DIMENSIONS = HashingEmbedder.dimensions
ROOT = Path(__file__).parents[3]


@pytest.fixture
def connection(elasticsearch_node, elasticsearch_prefix):
    made = Connection(Address(elasticsearch_node.url, elasticsearch_prefix))
    yield made
    made.close()


@pytest.fixture
def store(connection, tmp_path) -> ElasticsearchStore:
    return another(connection, tmp_path)


def another(connection: Connection, folder: Path) -> ElasticsearchStore:
    name = f"{connection.address.prefix}-store"
    return ElasticsearchStore(connection, name, DIMENSIONS, folder / "lock")


class TestElasticsearchStore(StoreContract):
    forgets_at_once = False

    @pytest.fixture
    def store(self, connection, tmp_path) -> ElasticsearchStore:
        return another(connection, tmp_path)


def put(store: ElasticsearchStore, *keys: str, text: str = "carbon") -> None:
    with store.writer():
        store.write([entry(document(key, "Title", f"{text} {key}")) for key in keys])


def test_another_process_sees_a_write_and_a_new_language_at_once(connection, tmp_path):
    writer, reader = another(connection, tmp_path), another(connection, tmp_path)
    put(writer, "a")
    assert set(lexical(reader.candidates(asked("carbon")))) == {"a"}
    with writer.writer():
        writer.write([entry(document("b", "Lieferungen", language="de"))])
    assert set(lexical(reader.candidates(asked("Lieferung")))) == {"b"}


@pytest.fixture
def sent(store, monkeypatch) -> list[tuple[str, str]]:
    """Methods and addresses of what the store sends."""
    made = []
    perform = store.connection.client.transport.perform_request
    monkeypatch.setattr(
        store.connection.client.transport, "perform_request",
        lambda *args, **options: (made.append(args[:2]), perform(*args, **options))[1],
    )  # fmt: skip
    return made


def test_a_query_is_one_request(store, sent):
    put(store, "a", "b", "c")
    store.candidates(asked("carbon"))
    sent.clear()
    store.candidates(asked("carbon", filters={"kind": ("x",)}))
    assert [(method, path.partition("?")[0]) for method, path in sent] == [("POST", "/_msearch")]


def test_what_is_found_by_one_arm_has_the_exact_strength_of_both(store, monkeypatch):
    monkeypatch.setattr(queries, "WIDTH", 2)
    monkeypatch.setattr(queries, "DEPTH", 4)
    with store.writer():
        store.write(
            [entry(document(f"k{n}", f"Title {n}", "carbon " * n + "freight " * (9 - n)))
             for n in range(1, 9)]
        )  # fmt: skip
    request = asked("carbon", "report", vector=vector("freight"))
    found = store.candidates(request)
    assert 2 <= len(found.keys) <= 4
    monkeypatch.undo()
    everything = store.candidates(request)
    places = {key: place for place, key in enumerate(everything.keys)}
    for row, key in enumerate(found.keys):
        assert found.lexical[row] == pytest.approx(everything.lexical[places[key]])
        assert found.closeness[row] == pytest.approx(everything.closeness[places[key]])
    assert found.lexical_max == pytest.approx(everything.lexical_max)
    assert (found.mean, found.deviation) == pytest.approx((everything.mean, everything.deviation))


def test_filters_are_inside_the_search_for_neighbours(store, monkeypatch):
    """The few that pass are found, however many others are nearer."""
    monkeypatch.setattr(queries, "WIDTH", 3)
    monkeypatch.setattr(queries, "DEPTH", 5)
    near = [document(f"n{n}", "Carbon", f"carbon report {n}", kind="x") for n in range(30)]
    far = [document(f"f{n}", "Freight", f"cost {n}", kind="y") for n in range(3)]
    with store.writer():
        store.write([entry(made) for made in [*near, *far]])
    found = store.candidates(asked("carbon", filters={"kind": ("y",)}))
    assert passing(found) == {"f0", "f1", "f2"}
    assert set(found.keys) > passing(found)  # the measure is still set by all


def test_who_crowds_out_those_that_may_be_seen_is_passed_over(store, monkeypatch):
    """Visibility is looked at after the search for neighbours; where that leaves few, inside."""
    monkeypatch.setattr(queries, "WIDTH", 4)
    monkeypatch.setattr(queries, "DEPTH", 6)
    gone = [
        document(f"g{n}", "Carbon", f"carbon report {n}", visible_until=NOW - timedelta(hours=1))
        for n in range(30)
    ]
    there = [document(f"t{n}", "Freight", f"cost {n}") for n in range(3)]
    with store.writer():
        store.write([entry(made) for made in [*gone, *there]])
    found = store.candidates(asked(vector=vector("carbon report")))
    assert set(found.keys) == {"t0", "t1", "t2"}
    with store.writer():
        store.write([entry(document("t3", "Carbon", "carbon report"))])
    assert "t3" in store.candidates(asked(vector=vector("carbon report"))).keys


def test_who_is_hidden_among_the_nearest_takes_no_second_question(store, sent):
    hidden = document("h", "Carbon", "carbon report", visible_from=NOW + timedelta(hours=1))
    with store.writer():
        store.write([entry(hidden), entry(document("v", "Carbon", "carbon cost"))])
    store.candidates(asked("carbon"))
    sent.clear()
    assert set(store.candidates(asked("carbon")).keys) == {"v"}
    assert len(sent) == 1


def test_a_browse_of_more_than_is_handed_out_is_counted_whole(store, monkeypatch):
    monkeypatch.setattr(queries, "BROWSED", 3)
    with store.writer():
        store.write([entry(document(f"k{n}", kind="xy"[n % 2])) for n in range(7)])
    found = store.candidates(asked())
    assert (len(found.keys), found.more) == (3, 4)
    chosen = np.ones(3, bool)
    assert store.facets(found, chosen, ["kind"]) == {"kind": {"x": 4, "y": 3}}


def test_a_document_of_many_passages_is_measured(store):
    text = "\n".join(f"word{n} " * 150 + "." for n in range(packing.MOST + 25))
    made = document("long", "Long", text)
    passages = len(entry(made).passages)
    assert passages > packing.MOST
    with store.writer():
        store.write([entry(made)])
    found = store.candidates(asked("word3", vector=vector("word3")))
    cosines = entry(made).vectors @ vector("word3")
    assert found.closeness[0] == pytest.approx(cosines.max() + cosines[0], abs=0.3)
    (stored,) = store.fetch(found, [0], vector("word3"))
    assert stored.cosines == pytest.approx(cosines, abs=1e-5)


# --- writing --------------------------------------------------------------------------------
@pytest.fixture
def limited(elasticsearch_node) -> Node:
    """The node whose limits are known: 3 MB a request, 4 MB (of an older one 2 MB) for all that
    is being written."""
    if not elasticsearch_node.pid:
        pytest.skip("the limits of the server that ELASTICSEARCH_TEST_URL names are not ours")
    return elasticsearch_node


def of_many_words(count: int, words: int) -> list[Entry]:
    """Documents of words that occur once: what they take while they are written is, with a newer
    Elasticsearch, four times their size."""
    rng = np.random.default_rng(1)
    texts = [" ".join(f"w{n}" for n in rng.integers(10**9, size=words)) for _ in range(count)]
    return [entry(document(f"k{n}", "T", text), embedded=False) for n, text in enumerate(texts)]


def size(entries: list[Entry]) -> int:
    made = (bulk.Action("x", e.document.key, 1, body.body(e)).lines() for e in entries)
    return sum(map(len, made))


def put_off(store: ElasticsearchStore) -> int:
    """How often the node has said "too many requests"."""
    with store.connection.talking() as client:
        nodes = client.nodes.stats(metric="indexing_pressure").body["nodes"]
    (node,) = nodes.values()
    total = node["indexing_pressure"]["memory"]["total"]
    return int(total["primary_rejections"] + total["coordinating_rejections"])


def hashes_of(entries: list[Entry]) -> dict[str, str]:
    return {made.document.key: made.content_hash for made in entries}


def test_more_than_a_request_may_hold_is_sent_in_parts(store, limited):
    entries = of_many_words(60, 3_000)
    assert size(entries) > 2 * bulk.CHUNK_BYTES
    with store.writer():
        store.write(entries)
    assert store.count().documents == 60
    assert store.hashes() == hashes_of(entries)


def test_more_than_a_shard_takes_at_once_is_sent_in_parts(store, limited):
    """Elasticsearch puts all of it off, and would do so for ever if it came again as it was."""
    entries = of_many_words(4, 12_000)
    assert size(entries) < 3_000_000
    before = put_off(store)
    with store.writer():
        store.write(entries)
    assert put_off(store) > before
    assert store.hashes() == hashes_of(entries)


def test_what_others_leave_no_room_for_waits_until_they_do(store, limited):
    with store.writer():
        store.write(of_many_words(1, 10))
    entries = of_many_words(1, 15_000)
    before = put_off(store)
    with others_writing(limited, 1_600_000) as others:
        later = threading.Timer(0.6, others.close)
        with store.writer():
            later.start()
            store.write(entries)
        later.join()
    assert put_off(store) > before
    assert store.hashes() == hashes_of(entries)


def test_a_cluster_that_takes_nothing_for_long_is_told(store, limited, monkeypatch):
    monkeypatch.setattr(bulk, "PATIENCE", 0.3)
    (first,) = of_many_words(1, 10)
    with store.writer():
        store.write([first])
    with (
        others_writing(limited, 1_600_000),
        store.writer(),
        pytest.raises(StoreUnavailable, match=r"takes no more writes now; k0 waits \(\d+ bytes"),
    ):
        store.write(of_many_words(1, 15_000))
    assert store.hashes() == hashes_of([first])


@contextmanager
def others_writing(node: Node, size: int) -> Iterator[socket.socket]:
    """Somebody else's request, of which so many bytes have come and the rest has not."""
    parts = urlsplit(node.url)
    line = b'{"index":{"_index":"test-others"}}\n{"a":"%s"}\n' % (b"x" * 100_000)
    head = b"POST /_bulk HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\n"
    with socket.create_connection((parts.hostname, parts.port)) as line_to:
        line_to.sendall(head + b"Content-Length: 2900000\r\n\r\n" + (line * 29)[:size])
        wait_until(lambda: being_written(node) > size * 0.9)
        yield line_to
    wait_until(lambda: being_written(node) == 0)


def being_written(node: Node) -> int:
    """Bytes that the node has in hand."""
    told = f"{node.url}/_nodes/stats/indexing_pressure"
    with urllib.request.urlopen(told, timeout=10) as answer:
        (stats,) = json.load(answer)["nodes"].values()
    return int(stats["indexing_pressure"]["memory"]["current"]["all_in_bytes"])


@pytest.mark.parametrize(
    ("words", "limit"),
    [(50_000, "indexing_pressure.memory.limit"), (70_000, "http.max_content_length")],
)
def test_one_document_that_never_fits_is_named(store, limited, words, limit):
    told = rf"k0 is larger .* its {limit}"
    with store.writer(), pytest.raises(SearchError, match=told) as caught:
        store.write(of_many_words(1, words))
    assert caught.value.permanent


def test_a_writer_that_lost_its_lease_can_no_longer_write(connection, tmp_path):
    slow, quick = another(connection, tmp_path / "one"), another(connection, tmp_path / "two")
    with slow.writer():
        run_out(slow, slow.lease)
        put(quick, "a", text="new")
        with pytest.raises(StoreBusy):
            slow.write([entry(document("a", "Title", "old"))])
    assert set(lexical(quick.candidates(asked("new")))) == {"a"}


def test_two_machines_take_turns(connection, tmp_path):
    one, two = another(connection, tmp_path / "one"), another(connection, tmp_path / "two")
    with one.writer():
        with pytest.raises(StoreBusy) as caught, two.writer(wait=0.2):
            pass
        assert not caught.value.permanent
    with two.writer(wait=5):
        pass


def test_the_lease_of_a_process_that_died_here_is_taken_over_at_once(connection, tmp_path):
    died, next_ = another(connection, tmp_path), another(connection, tmp_path)
    make_state(connection, died.state_index)
    (tmp_path / "lock").mkdir()
    died.lease._take(0)  # and never given back
    with next_.writer(wait=0.5):
        pass


# --- rebuilding -----------------------------------------------------------------------------
def test_while_it_is_rebuilt_the_old_index_answers_whole(connection, store, tmp_path):
    put(store, *(f"k{n}" for n in range(20)))
    reader = another(connection, tmp_path)
    counts = []
    with store.replacement() as new:
        for n in range(0, 20, 5):
            put(new, *(f"k{m}" for m in range(n, n + 5)), text="carbon new")
            counts.append(len(lexical(reader.candidates(asked("carbon")))))
    assert counts == [20] * 4
    assert len(lexical(reader.candidates(asked("new")))) == 20
    assert len(store.indices.behind(store.names.live)) == 1
    assert store.indices.behind(store.names.next) == []


def test_no_reader_sees_less_while_the_index_is_swapped(connection, store, tmp_path):
    put(store, *(f"k{n}" for n in range(10)))
    stop, seen, errors = threading.Event(), [], []

    def read() -> None:
        reader = another(connection, tmp_path)
        while not stop.is_set():
            try:
                seen.append(len(lexical(reader.candidates(asked("carbon")))))
            except SearchError as error:
                errors.append(str(error))

    thread = threading.Thread(target=read)
    thread.start()
    for _ in range(2):
        with store.replacement() as new:
            put(new, *(f"k{n}" for n in range(10)))
    stop.set()
    thread.join()
    assert errors == []
    assert set(seen) == {10}


def test_a_rebuilt_index_is_merged_and_one_that_may_not_be_is_taken_as_it_is(store, monkeypatch):
    def segments() -> int:
        with store.connection.talking() as client:
            found = client.indices.stats(index=store.names.live, metric="segments").body
        return found["_all"]["primaries"]["segments"]["count"]

    def rebuild() -> None:
        with store.replacement() as new:
            for number in range(4):
                put(new, f"d{number}")
                new.indices.refresh(new.building)

    rebuild()
    assert segments() == 1
    forcemerge = "elasticsearch._sync.client.indices.IndicesClient.forcemerge"
    monkeypatch.setattr(forcemerge, refuse)
    rebuild()
    assert segments() == 4
    assert store.count().documents == 4


def refuse(*args: object, **options: object) -> None:
    raise ConnectionTimeout("the proxy waits no longer")


def test_a_rebuild_that_fails_leaves_no_trace(store):
    put(store, "a")
    with pytest.raises(KeyboardInterrupt), store.replacement() as new:
        put(new, "b")
        raise KeyboardInterrupt
    assert set(store.hashes()) == {"a"}
    assert store.indices.behind(store.names.next) == []


@pytest.mark.parametrize("machine", ["", "two"], ids=["here", "on another machine"])
def test_while_one_rebuilds_no_other_does(store, connection, tmp_path, machine):
    put(store, "a")
    with store.replacement() as new:
        put(new, "b")
        with (
            pytest.raises(StoreBusy, match="rebuilding") as caught,
            another(connection, tmp_path / machine).replacement(),
        ):
            pass
        assert not caught.value.permanent
    assert set(store.hashes()) == {"b"}


def test_a_rebuild_that_stood_still_and_was_overtaken_stops(store, connection, tmp_path):
    put(store, "a")
    with pytest.raises(StoreBusy), store.replacement() as new:
        run_out(store, store.builds)
        with another(connection, tmp_path / "two").replacement() as other:
            put(other, "b")
        put(new, "c")
    assert set(store.hashes()) == {"b"}
    assert store.indices.stray() == []


def run_out(store: ElasticsearchStore, lease: Lease) -> None:
    """Let a lease be as if its holder's machine had slept until it ran out."""
    with store.connection.talking() as client:
        client.update(index=lease.index, id=lease.identity, doc={"until": 0})


def test_an_index_that_somebody_deleted_is_told(store):
    put(store, "a")
    store.indices.remove(*store.indices.behind(store.names.live))
    assert "gone" in store.check()


# --- out of reach ---------------------------------------------------------------------------
def test_a_cluster_that_does_not_answer_is_told_as_such(tmp_path):
    nowhere = Connection(Address(f"http://127.0.0.1:{free_port()}"))
    store = ElasticsearchStore(nowhere, "tandem-x", DIMENSIONS, tmp_path)
    with pytest.raises(StoreUnavailable, match="does not answer") as caught:
        store.candidates(asked("carbon"))
    assert not caught.value.permanent
    assert "does not answer" in store.check()
    with pytest.raises(StoreUnavailable), store.writer():
        pass
    nowhere.close()


def test_nothing_of_elasticsearch_is_imported_without_its_address():
    code = "import search.stores, search.indexing, sys; sys.exit('elasticsearch' in sys.modules)"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.config.settings"}
    whole = f"import django; django.setup(); {code}"
    subprocess.run([sys.executable, "-c", whole], check=True, cwd=ROOT, env=environment)
