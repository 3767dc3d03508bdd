"""Index a judged collection, ask its queries, and measure the answers."""

from __future__ import annotations

import resource
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from search import services
from search.embedding import get_embedder
from search.evaluation import metrics
from search.evaluation.collection import Collection, CollectionSource, Judgements
from search.evaluation.scratch import scratch
from search.results import HYBRID, Progress, SearchQuery

PAGE = 20  # hits of the page that is timed, as a user sees it
DEPTH = 100
STORES = ("embedded", "elasticsearch")


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over the queries of one file of judgements; `error` is that of ndcg_10."""

    judgements: str
    queries: int
    ndcg_10: float
    error: float
    recall_100: float
    map_100: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Times of an answer in ms, its embedding included; memory is the process's peak."""

    collection: str
    store: str
    arm: str
    model: str
    documents: int
    passages: int
    passages_per_second: float
    p50_ms: float
    p95_ms: float
    peak_mb: float
    quality: tuple[Quality, ...]


def evaluate(
    collection: Collection,
    progress: Progress,
    *,
    store: str = "embedded",
    arm: str = HYBRID,
    settings: Mapping[str, object] | None = None,
) -> Evaluation:
    """Run `collection` through search in a scratch index. Raises SearchError.

    `settings` are those that choose the store; the site's own index is never touched.
    """
    with scratch(CollectionSource(collection), **(settings or {})):
        report = services.rebuild(progress)
        services.warm_up()
        rankings: dict[str, list[str]] = {}
        times = []
        for done, (query, words) in enumerate(collection.queries.items(), 1):
            times.append(services.search(SearchQuery(words, limit=PAGE, arm=arm)).took_ms)
            # One more than are judged: a query's own document is left out below.
            asked = SearchQuery(words, limit=DEPTH + 1, arm=arm, complete=True)
            rankings[query] = [hit.key for hit in services.search(asked).hits]
            progress(done, len(collection.queries), "Asking")
        return Evaluation(
            collection=collection.name,
            store=store,
            arm=arm,
            model=get_embedder().name,
            documents=report.written,
            passages=report.passages,
            passages_per_second=report.passages / max(report.seconds, 1e-9),
            p50_ms=metrics.percentile(times, 0.5),
            p95_ms=metrics.percentile(times, 0.95),
            peak_mb=_peak_mb(),
            quality=tuple(_quality(judged, rankings) for judged in collection.judgements),
        )


def _quality(judged: Judgements, rankings: Mapping[str, list[str]]) -> Quality:
    values = []
    for query, gains in judged.gains.items():
        # As BEIR does: a document that is the query itself is no answer, unless judged one.
        ranking = [key for key in rankings[query] if key != query or gains.get(key, 0) > 0]
        values.append(
            (
                metrics.ndcg(ranking, gains, 10),
                metrics.recall(ranking, gains, DEPTH),
                metrics.average_precision(ranking, gains, DEPTH),
            )
        )
    ndcgs, recalls, precisions = zip(*values, strict=True)
    return Quality(
        judgements=judged.name,
        queries=len(values),
        ndcg_10=metrics.mean(ndcgs),
        error=metrics.standard_error(ndcgs),
        recall_100=metrics.mean(recalls),
        map_100=metrics.mean(precisions),
    )


def _peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)
