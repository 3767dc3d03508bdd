"""Outbox, rebuild and reconcile: nothing missing, nothing twice, nothing stale."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import environ
import pytest
from django.db import connection, transaction

from cms.operations import doctor_probes
from cms.operations.probes import Level
from search import indexing, services, sources
from search.documents import content_hash
from search.embedding.hashing import HashingEmbedder
from search.models import IndexedDocument, IndexOutbox, StoredVector
from search.results import SearchQuery
from search.stores import get_store
from tests.factories.search import ListSource, document

pytestmark = pytest.mark.django_db
woken: list[int] = []


def wake() -> None:
    woken.append(1)


def stored() -> dict[str, str]:
    return get_store().hashes()


def expected(source: ListSource) -> dict[str, str]:
    return {key: content_hash(made) for key, made in source.held.items()}


def test_enqueued_documents_are_indexed_and_the_outbox_emptied(source):
    source.put(document("a", "Carbon"), document("b", "Cost"))
    services.enqueue(["a", "b", "a"], reason="published")
    assert IndexOutbox.objects.count() == 2
    report = services.process_outbox()
    assert (report.written, report.passages, report.embedded) == (2, 2, 2)
    assert stored() == expected(source)
    assert not IndexOutbox.objects.exists()
    assert IndexedDocument.objects.get(key="a").source == "list"


def test_what_a_source_no_longer_yields_is_taken_out(source):
    source.put(document("a"), document("b"))
    services.rebuild()
    del source.held["a"]
    services.enqueue(["a", "never there"])
    report = services.process_outbox()
    assert report.deleted == 1
    assert stored() == expected(source)
    assert not IndexedDocument.objects.filter(key="a").exists()


def test_a_changed_document_replaces_its_old_passages(source):
    source.put(document("a", "Title", "carbon"))
    services.rebuild()
    source.put(document("a", "Title", "freight"))
    services.enqueue(["a"])
    services.process_outbox()
    assert services.search(SearchQuery(words="freight")).total == 1
    assert services.search(SearchQuery(words="carbon")).weak


def test_an_unchanged_document_is_not_written_again(source):
    source.put(document("a"))
    services.rebuild()
    services.enqueue(["a"])
    report = services.process_outbox()
    assert (report.written, report.unchanged) == (0, 1)


def test_a_passage_is_embedded_once_whatever_else_changes(source):
    source.put(document("a", "Title", "carbon", kind="x"))
    services.rebuild()
    source.put(document("a", "Title", "carbon", kind="y"), document("b", "Title", "carbon"))
    report = services.rebuild()
    assert (report.written, report.embedded, report.reused) == (2, 0, 2)
    assert StoredVector.objects.count() == 1


def test_the_documents_of_a_commit_are_embedded_together_each_with_its_own(source, monkeypatch):
    asked = []
    encode = HashingEmbedder.encode

    def counting(self, texts, *, query=False):
        asked.append(len(texts))
        return encode(self, texts, query=query)

    monkeypatch.setattr(HashingEmbedder, "encode", counting)
    long = "\n".join(f"freight {n} " * 150 + "." for n in range(4))
    source.put(
        document("a", "Carbon", "carbon"), document("b", "Long", long), document("c", "Cost")
    )
    report = services.rebuild()
    assert asked == [report.passages]
    assert report.passages > 5
    for key, word in (("a", "carbon"), ("b", "freight"), ("c", "cost")):
        assert services.search(SearchQuery(words=word)).hits[0].key == key
        own = HashingEmbedder().encode([word], query=True)[0]
        near = {k: float(v @ own) for k, v in services.vectors_of(["a", "b", "c"]).items()}
        assert max(near, key=lambda k: near[k]) == key


def test_a_stop_while_embedding_keeps_the_vectors_that_were_made(source, monkeypatch):
    monkeypatch.setattr(indexing, "TOGETHER", 3)
    calls = []
    encode = HashingEmbedder.encode

    def stopping(self, texts, *, query=False):
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return encode(self, texts, query=query)

    monkeypatch.setattr(HashingEmbedder, "encode", stopping)
    source.put(*(document(f"d{n}", f"Title {n}") for n in range(10)))
    with pytest.raises(KeyboardInterrupt):
        services.rebuild()
    assert StoredVector.objects.count() == 6
    assert stored() == {}
    report = services.rebuild()
    assert (report.embedded, report.reused) == (4, 6)
    assert stored() == expected(source)


def test_a_fresh_rebuild_embeds_nothing_again(source):
    source.put(*(document(f"k{n}", f"Title {n}") for n in range(5)))
    services.rebuild()
    report = services.rebuild(fresh=True)
    assert (report.written, report.embedded, report.reused) == (5, 0, 5)
    assert stored() == expected(source)


def test_reconcile_repairs_missing_stale_and_surplus(source):
    source.put(*(document(key, "Title", "one") for key in "abcd"))
    services.rebuild()
    source.put(document("a", "Title", "two"), document("e"))
    del source.held["b"]
    report = services.reconcile()
    assert (report.written, report.unchanged, report.deleted) == (2, 2, 1)
    assert stored() == expected(source)
    again = services.reconcile()
    assert (again.written, again.deleted) == (0, 0)


def test_reconcile_mends_a_damaged_store(source, settings):
    source.put(document("a"), document("b"))
    services.rebuild()
    for path in Path(settings.SEARCH_DATA_DIR).rglob("rows-*.f32"):
        path.unlink()
    for path in Path(settings.SEARCH_DATA_DIR).rglob("CURRENT"):
        path.touch()
    report = services.reconcile()
    assert (report.written, report.embedded) == (2, 0)
    assert stored() == expected(source)


@pytest.mark.parametrize("ending", [".f32", ".i8", ".steps", ".means", ".texts", ".ends"])
def test_doctor_says_how_an_index_with_a_lost_file_is_mended(source, settings, ending):
    source.put(document("a", "Carbon"))
    services.rebuild()
    assert doctor_probes.search_index().level == Level.OK
    for path in Path(settings.SEARCH_DATA_DIR).rglob(f"rows-*{ending}"):
        path.unlink()
    for current in Path(settings.SEARCH_DATA_DIR).rglob("CURRENT"):
        current.touch()  # a process that has the files open reads on until there is another state
    finding = doctor_probes.search_index()
    assert finding.level == Level.BAD
    assert finding.text.endswith("is missing")
    assert finding.remedy == doctor_probes.REBUILD
    services.rebuild()
    assert doctor_probes.search_index().level == Level.OK


def test_vectors_that_no_document_uses_are_dropped(source):
    source.put(document("a", "Title", "one"))
    services.rebuild()
    source.put(document("a", "Title", "two"))
    services.rebuild()
    assert StoredVector.objects.count() == 1


def test_documents_come_from_all_sources(source):
    other = ListSource(document("z", "Other"), name="other")
    sources.register(other)
    source.put(document("a"))
    services.rebuild()
    assert set(stored()) == {"a", "z"}
    assert IndexedDocument.objects.get(key="z").source == "other"


def test_progress_counts_to_the_end(source):
    source.put(*(document(f"k{n}") for n in range(70)))
    seen = []
    services.rebuild(lambda done, total, message: seen.append((done, total)))
    assert seen[-1] == (70, 70)
    assert seen == sorted(seen)
    services.enqueue(source.keys())
    seen.clear()
    services.process_outbox(lambda done, total, message: seen.append((done, total)))
    assert seen[-1] == (70, 70)


def test_a_rebuild_that_was_stopped_goes_on_where_it_was(source):
    source.put(*(document(f"k{n}") for n in range(70)))

    def stop(done, total, message):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        services.rebuild(stop)
    begun = len(stored())
    assert 0 < begun < 70
    report = services.rebuild()
    assert (report.written, report.unchanged) == (70 - begun, begun)


def test_a_change_that_is_rolled_back_is_not_in_the_outbox(source):
    def roll_back():
        with transaction.atomic():
            services.enqueue(["a"])
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        roll_back()
    assert not IndexOutbox.objects.exists()


def test_work_is_woken_after_commit_and_only_then(
    source, settings, django_capture_on_commit_callbacks
):
    settings.SEARCH_WAKE = f"{__name__}.wake"
    sys.modules.setdefault(__name__, sys.modules[wake.__module__])
    woken.clear()
    with django_capture_on_commit_callbacks(execute=True):
        services.enqueue(["a"])
        assert not woken
    assert woken
    woken.clear()
    with django_capture_on_commit_callbacks(execute=True):
        services.enqueue([])
    assert not woken


def test_a_document_in_a_language_the_model_does_not_read_is_found_by_words(source, monkeypatch):
    monkeypatch.setattr(HashingEmbedder, "languages", frozenset({"en"}))
    source.put(
        document("de", "Lieferungen", "Nach Rotterdam.", language="de"),
        document("en", "Deliveries", "To Rotterdam.", language="en-gb"),
    )
    services.rebuild()
    assert StoredVector.objects.count() == 1
    hit = services.search(SearchQuery(words="Lieferung")).hits[0]
    assert hit.key == "de"
    assert "language" in {reason.term for reason in hit.reasons}


# --- kill -9 ------------------------------------------------------------------------------
SCRIPT = Path(__file__).with_name("indexing_process.py")


def run(folder: Path, step: str, settings: str = "{}") -> str:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(folder), step, settings],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def killed_again_and_again(
    folder: Path, work: str, settings: str = "{}", times: int = 4
) -> dict[str, object]:
    """Index while content changes, killed on the way; return what is wrong then."""
    run(folder, "start", settings)
    rng = random.Random(5)  # noqa: S311
    for _ in range(times):
        process = subprocess.Popen(
            [sys.executable, str(SCRIPT), str(folder), work, settings],
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2):
            process.stdout.readline()
        time.sleep(rng.random() * 0.06)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        run(folder, "change", settings)
    run(folder, work, settings)
    return json.loads(run(folder, "verify", settings))


WHOLE = {
    "missing": [], "stale": [], "surplus": [], "other passages": [], "double": 0,
    "passages beyond": 0, "problem": "", "outbox": 0, "unembedded": 0,
}  # fmt: skip


@pytest.fixture
def database(request) -> dict[str, object]:
    """The settings of this run's database for another process; of SQLite it makes its own."""
    if connection.vendor == "sqlite":
        return {}
    address = request.getfixturevalue("database_url")
    return {"DATABASES": {"default": environ.Env.db_url_config(address)}}


# What another process writes is no part of a test's transaction: it is flushed.
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("work", ["outbox", "rebuild"])
def test_killed_in_the_middle_of_indexing_nothing_is_missing_double_or_stale(
    tmp_path, database, work
):
    assert killed_again_and_again(tmp_path, work, json.dumps(database)) == WHOLE


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("work", ["outbox", "fresh"])
def test_killed_while_indexing_to_a_cluster_nothing_is_missing_double_or_stale(
    tmp_path, database, elasticsearch_node, elasticsearch_prefix, work
):
    cluster = json.dumps(
        {
            "ELASTICSEARCH_URL": elasticsearch_node.url,
            "ELASTICSEARCH": {"url": elasticsearch_node.url, "prefix": elasticsearch_prefix},
            "SEARCH_STANDBY": False,
            **database,
        }
    )
    assert killed_again_and_again(tmp_path, work, cluster, times=2) == WHOLE
