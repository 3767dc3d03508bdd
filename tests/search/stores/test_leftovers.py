"""What killed rebuilds and evaluations left on the cluster goes; what running ones make stays."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from search.embedding.hashing import HashingEmbedder
from search.errors import StoreBusy
from search.stores import clustered, temporary_indices
from search.stores.elasticsearch import leftovers
from search.stores.elasticsearch.connection import Address, Connection
from search.stores.elasticsearch.store import ElasticsearchStore
from tests.factories.search import document
from tests.real_parts.ports import wait_until
from tests.search.store_contract import entry

ROOT = Path(__file__).parents[3]
INDEXING = ROOT / "tests" / "search" / "indexing_process.py"


@pytest.fixture
def options(elasticsearch_node, elasticsearch_prefix) -> dict[str, str]:
    return {"url": elasticsearch_node.url, "prefix": elasticsearch_prefix}


@pytest.fixture
def here(options, tmp_path) -> ElasticsearchStore:
    """The store as the processes of this machine have it."""
    return clustered(options, tmp_path / "search", HashingEmbedder())


@pytest.fixture
def elsewhere(options, tmp_path) -> ElasticsearchStore:
    """The same as another machine has it."""
    return clustered(options, tmp_path / "elsewhere", HashingEmbedder())


def indices(store: ElasticsearchStore, beginning: str = "") -> set[str]:
    prefix = store.connection.address.prefix
    with store.connection.talking() as client:
        return set(client.indices.get_alias(index=f"{prefix}{beginning}*").body)


def run_out(store: ElasticsearchStore) -> None:
    """Let the lease of whoever rebuilds run out, as it does in some minutes."""
    with store.connection.talking() as client:
        client.update(index=store.state_index, id=store.builds.identity, doc={"until": 0})


# --- rebuilds -------------------------------------------------------------------------------
@pytest.fixture
def rebuild(options, tmp_path) -> Iterator[subprocess.Popen[str]]:
    """Another process in the midst of a fresh rebuild, which stands still."""
    told = {"ELASTICSEARCH_URL": options["url"], "ELASTICSEARCH": options, "SEARCH_STANDBY": False}
    called = [sys.executable, str(INDEXING), str(tmp_path)]
    subprocess.run([*called, "start", json.dumps(told)], check=True)
    with process([*called, "fresh", json.dumps(told)]) as made:
        for _ in range(2):
            made.stdout.readline()
        made.send_signal(signal.SIGSTOP)
        yield made


@contextmanager
def process(called: list[str], **more: object) -> Iterator[subprocess.Popen[str]]:
    made = subprocess.Popen(called, stdout=subprocess.PIPE, text=True, **more)
    try:
        yield made
    finally:
        made.kill()
        made.communicate()


def test_what_a_running_rebuild_makes_stays(rebuild, here, elsewhere):
    begun = here.indices.behind(here.names.next)
    assert len(begun) == 1
    for store in (here, elsewhere):
        store.tidy()
        with pytest.raises(StoreBusy), store.replacement():
            pass
    assert here.indices.behind(here.names.next) == begun
    rebuild.send_signal(signal.SIGCONT)
    rebuild.communicate(timeout=60)
    assert rebuild.returncode == 0
    assert here.indices.behind(here.names.live) == begun
    assert here.count().documents == 300


def test_what_a_killed_rebuild_left_goes_at_once_on_its_machine(rebuild, here):
    rebuild.kill()
    rebuild.wait()
    assert here.indices.behind(here.names.next)
    here.tidy()
    assert indices(here) == {here.state_index}


def test_on_another_machine_it_goes_when_its_lease_has_run_out(rebuild, here, elsewhere):
    rebuild.kill()
    rebuild.wait()
    begun = here.indices.behind(here.names.next)
    elsewhere.tidy()
    assert here.indices.behind(here.names.next) == begun
    run_out(here)
    elsewhere.tidy()
    assert indices(here) == {here.state_index}


def test_what_was_begun_for_a_model_that_is_no_longer_used_goes_too(options, here, tmp_path):
    connection = Connection(Address.of(options))
    prefix = connection.address.prefix
    older = ElasticsearchStore(connection, f"{prefix}-2-older", 8, tmp_path / "older")
    older._make_ready()
    with older.builds.held(0):
        older.indices.create(older.names.next, refreshed=False)
        here.tidy()
        assert older.indices.behind(older.names.next)
    wait_until(lambda: leftovers.half_built(connection, here.state_index))
    here.tidy()
    assert older.indices.behind(older.names.next) == []
    connection.close()


def test_an_index_that_a_late_write_made_anew_goes(here):
    with here.writer():
        here.write([entry(document("a"))])
    live = here.indices.behind(here.names.live)
    late = here.names.new()
    with here.connection.talking() as client:
        client.index(index=late, id="a", document={"key": "a"})
    here.tidy()
    assert indices(here) == {here.state_index, *live}
    assert set(here.hashes()) == {"a"}


# --- evaluations ----------------------------------------------------------------------------
LENGTH = 3.0  # seconds, in place of minutes


@pytest.fixture
def evaluation(options, tmp_path) -> Iterator[subprocess.Popen[str]]:
    """`manage.py evaluate_search --store elasticsearch` over much, in another process."""
    folder = tmp_path / "much"
    (folder / "qrels").mkdir(parents=True)
    rows = (json.dumps({"_id": str(n), "text": f"word{n} " * 3000}) for n in range(4000))
    (folder / "corpus.jsonl").write_text("\n".join(rows))
    (folder / "queries.jsonl").write_text(json.dumps({"_id": "q", "text": "word1"}))
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq\t1\t1\n")
    code = (
        "import django; django.setup()\n"
        "from django.conf import settings; settings.SEARCH_EMBEDDER = 'hashing'\n"
        "from django.core.management import call_command\n"
        "from search.stores.elasticsearch import leftovers\n"
        f"leftovers.LENGTH = {LENGTH}\n"
        f"call_command('evaluate_search', {str(folder)!r}, store='elasticsearch', verbosity=0)\n"
    )
    environment = {
        **os.environ,
        "ELASTICSEARCH_URL": f"{options['url']}/{options['prefix']}",
        "TANDEM_DATA_DIR": str(tmp_path / "data"),
        "TMPDIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "cms.config.settings",
    }
    with process([sys.executable, "-c", code], cwd=ROOT, env=environment) as made:
        yield made


def test_the_indices_of_an_evaluation_stay_while_it_runs_and_go_after_it_was_killed(
    evaluation, here, elsewhere, monkeypatch
):
    monkeypatch.setattr(leftovers, "LENGTH", LENGTH)
    wait_until(lambda: len(indices(here, "-temporary-")) == 2)
    made = indices(here, "-temporary-")
    begun = time.monotonic()
    while time.monotonic() < begun + LENGTH * 1.3:
        elsewhere.tidy()
        assert indices(here, "-temporary-") == made
        time.sleep(LENGTH / 10)
    assert evaluation.poll() is None
    evaluation.kill()
    evaluation.wait()
    assert indices(here, "-temporary-") == made
    wait_until(lambda: elsewhere.tidy() or not indices(here, "-temporary-"), seconds=LENGTH * 3)


def test_an_evaluation_removes_what_one_before_it_left_and_that_one_says_so(
    options, here, settings, monkeypatch
):
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH = options["url"], options
    with pytest.raises(StoreBusy, match="stood still"), temporary_indices() as made:
        left = indices(here, "-temporary-")
        assert left == {f"{made['ELASTICSEARCH']['prefix']}-state"}
        with temporary_indices():
            assert indices(here, "-temporary-") > left
        # As if its machine had slept for some minutes.
        with here.connection.talking() as client:
            client.update(index=next(iter(left)), id=leftovers.MAKER, doc={"until": 0})
        monkeypatch.setattr(leftovers, "LENGTH", 0.5)
        time.sleep(0.6)
        with temporary_indices():
            assert indices(here, "-temporary-").isdisjoint(left)
    assert indices(here, "-temporary-") == set()
