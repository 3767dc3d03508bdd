"""The embedded index stands in for a cluster that is out of reach, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cms.operations import doctor_probes
from cms.operations.probes import Level
from search import services
from search.documents import content_hash
from search.errors import StoreUnavailable
from search.models import IndexOutbox
from search.results import SearchQuery
from search.stores import get_store, standby
from tests.factories.search import document
from tests.real_parts.wire import Wire

pytestmark = pytest.mark.django_db


@pytest.fixture
def wire(elasticsearch_node) -> Iterator[Wire]:
    """The line to the cluster, which a test can cut."""
    with Wire(elasticsearch_node.url) as made:
        yield made


@pytest.fixture
def cluster(wire, elasticsearch_prefix, settings, monkeypatch) -> Wire:
    """Let the site search on the cluster."""
    settings.ELASTICSEARCH_URL = wire.url
    settings.ELASTICSEARCH = {"url": wire.url, "prefix": elasticsearch_prefix}
    monkeypatch.setattr(standby, "PAUSE", 0.0)
    return wire


def found(words: str) -> set[str]:
    return {hit.key for hit in services.search(SearchQuery(words=words)).hits}


def test_search_runs_on_the_cluster(source, cluster):
    source.put(document("a", "Report", "Our carbon."), document("b", "Freight cost"))
    services.rebuild()
    assert get_store("elasticsearch").count().documents == 2
    (hit,) = services.search(SearchQuery(words="carbon reports")).hits
    assert (hit.key, hit.highlight) == ("a", "Our <mark>carbon</mark>.")


def test_cut_off_search_goes_on_and_changes_wait_then_follow(source, cluster):
    source.put(document("a", "Carbon report"), document("b", "Freight cost"))
    services.rebuild()
    cluster.cut()
    assert found("carbon") == {"a"}
    source.put(document("a", "Steel report"), document("c", "Carbon offset"))
    del source.held["b"]
    services.enqueue(["a", "b", "c"])
    with pytest.raises(StoreUnavailable, match="does not answer"):
        services.process_outbox()
    assert IndexOutbox.objects.count() == 3  # kept, and what is withdrawn is not found meanwhile
    assert found("carbon") == {"c"}
    assert found("freight") == set() or services.search(SearchQuery(words="freight")).weak
    cluster.mend()
    services.process_outbox()
    assert not IndexOutbox.objects.exists()
    expected = {key: content_hash(made) for key, made in source.held.items()}
    assert get_store("elasticsearch").hashes() == get_store("embedded").hashes() == expected
    assert found("carbon") == {"c"}


def test_cut_off_before_the_page_is_made_it_is_made_by_the_embedded_index(source, cluster):
    source.put(document("a", "Carbon report"))
    services.rebuild()
    store = get_store()
    candidates = store.candidates(standby.Request(now=services.timezone.now()))
    cluster.cut()
    (stored,) = store.fetch(candidates, [0], None)
    assert stored.title == "Carbon report"


def test_an_embedded_index_answers_until_the_cluster_has_been_built(source, cluster, settings):
    source.put(document("a", "Carbon report"))
    url, settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL, ""
    services.rebuild()
    settings.ELASTICSEARCH_URL = url
    assert found("carbon") == {"a"}
    assert get_store("elasticsearch").count().documents == 0
    assert doctor_probes.search_index().level == Level.WARN
    services.reconcile()
    assert get_store("elasticsearch").count().documents == 1
    assert found("carbon") == {"a"}
    finding = doctor_probes.search_index()
    assert finding.level == Level.OK
    assert "Elasticsearch at" in finding.text


def test_cut_off_with_no_embedded_index_the_message_says_so(source, cluster, monkeypatch):
    monkeypatch.setattr(standby, "MOST", 0)
    source.put(document("a", "Carbon report"))
    services.rebuild()
    assert get_store("embedded").count().documents == 0
    cluster.cut()
    with pytest.raises(StoreUnavailable, match="does not answer"):
        found("carbon")


def test_content_that_has_grown_too_large_is_no_longer_kept_twice(source, cluster, monkeypatch):
    source.put(document("a", "Carbon report"), document("b"))
    services.rebuild()
    assert get_store("embedded").count().documents == 2
    monkeypatch.setattr(standby, "MOST", 1)
    services.reconcile()
    assert get_store("embedded").count().documents == 0
    assert found("carbon") == {"a"}


def test_doctor_says_that_the_cluster_is_out_of_reach_and_who_answers(source, cluster):
    source.put(document("a", "Carbon report"))
    services.rebuild()
    cluster.cut()
    services.enqueue(["a"])
    finding = doctor_probes.search_index()
    assert finding.level == Level.BAD
    assert "does not answer" in finding.text
    assert "1 documents; 1 changes wait" in finding.text


def test_filters_boosts_facets_and_likeness_are_the_same_on_both(source, cluster):
    source.put(
        document("a", "Carbon report", "What a fleet emits.", persona="cfo", kind="case"),
        document("b", "Carbon offsets", "Forests and fleets.", persona="cto", kind="case"),
        document("c", "Freight cost", "What a fleet costs.", persona="cfo", kind="sheet"),
        document("d", "Holiday plan", "Nothing of this."),
    )
    services.rebuild()
    query = SearchQuery(
        words='carbon fleet -"holiday plan"', filters={"kind": ("case", "sheet")},
        boosts={"persona": ("cfo",)}, facets=("persona", "kind"),
    )  # fmt: skip

    def told() -> tuple[object, ...]:
        page = services.search(query)
        near = services.more_like(["a"])
        return (
            [(hit.key, [r.term for r in hit.reasons]) for hit in page.hits],
            # English words that say nothing count for a text's length in one store only.
            [round(hit.score, 2) for hit in page.hits],
            page.facets, page.total, [hit.key for hit in near.hits],
            [round(float(v.sum()), 4) for v in services.vectors_of(["a", "b"]).values()],
        )  # fmt: skip

    on_cluster = told()
    cluster.cut()
    assert told() == on_cluster
