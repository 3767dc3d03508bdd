"""How search fares on one Elasticsearch node with a million passages.

    python -m tests.bench.cluster [--passages 1000000] [--quick]

Fills an index by the store's own way of rebuilding, five passages a document: real texts in
another order, each vector that of its text with noise. Then a fresh process asks it as a web
worker does, the embedding of the question included, after as many others, and what the node finds
by meaning is held against exact search over the same vectors. ELASTICSEARCH_TEST_URL names another
server than the node that this starts; its indices are removed afterwards. The whole run takes some
forty minutes, 12 GB under the temporary folder, and 4 GB of memory.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tests.bench.search import ASKED, QUICK_ASKED, Line, asked_of, percentiles, prepare
from tests.bench.search_corpus import (
    KINDS,
    STAGES,
    digest,
    embedded,
    questions,
    real_documents,
)
from tests.real_parts import elasticsearch

if TYPE_CHECKING:
    from search.documents import Document, Passage
    from search.embedding.base import Vectors
    from search.stores.base import Entry
    from search.stores.elasticsearch.store import ElasticsearchStore

PASSAGES, QUICK_PASSAGES = 1_000_000, 50_000
EACH = 5  # passages of a document
# Length of what is added to a vector of length one. Two passages grown from one text are then
# as near to each other (cosine 0.74) as a real passage and its nearest neighbour (0.76).
NOISE = 0.6
BEST = 10
READ = 50_000  # rows of the matrix at once
SIZE = elasticsearch.Size(heap="2g", java="", is_limited=False, in_memory=False)


# --- what is indexed ---------------------------------------------------------------------------
@dataclass(frozen=True)
class Grown:
    """Documents grown from real texts. `vectors` (passages, dimensions) is a file, filled as
    they are made: those of document n are EACH rows from n * EACH."""

    pieces: list[tuple[str, list[Passage], Vectors]]
    vectors: Vectors

    @classmethod
    def of(cls, base: list[Document], known: dict[str, Vectors], count: int, path: Path) -> Grown:
        """Cut what real documents say into pieces of EACH passages."""
        from search import chunking

        said = [
            (document.title, passage, known[digest(text)])
            for document in base
            for passage in chunking.passages(document)
            for text in [chunking.embedding_text(document.title, passage)]
        ]
        pieces = [
            (part[0][0], [passage for _, passage, _ in part], np.stack([v for *_, v in part]))
            for start in range(0, len(said) - EACH + 1, EACH)
            for part in [said[start : start + EACH]]
        ]
        shape = (count * EACH, pieces[0][2].shape[1])
        return cls(pieces, np.memmap(path, np.float32, "w+", shape=shape))

    def __iter__(self) -> Iterator[Entry]:
        from search.documents import Document, Section, content_hash
        from search.stores.base import Entry

        chance = np.random.default_rng(7)
        for number in range(len(self.vectors) // EACH):
            title, passages, vectors = self.pieces[number % len(self.pieces)]
            order = chance.permutation(EACH)
            noise = chance.standard_normal(vectors.shape, np.float32)
            noise *= NOISE / np.linalg.norm(noise, axis=1, keepdims=True)
            made = vectors[order] + noise
            made /= np.linalg.norm(made, axis=1, keepdims=True)
            self.vectors[number * EACH : (number + 1) * EACH] = made
            document = Document(
                f"d{number}",
                f"{title} ({number})",
                tuple(Section(passages[old].text) for old in order),
                filters={"kind": (KINDS[number % 3],), "stage": (STAGES[number // 3 % 3],)},
            )
            told = tuple(
                type(old)(document.key, place, old.text, old.headings, "", old.kind)
                for place, old in enumerate(passages[row] for row in order)
            )
            yield Entry(document, content_hash(document), told, made)


def fill(store: ElasticsearchStore, grown: Grown) -> float:
    """Put all documents in as a fresh rebuild does; return the passages/s."""
    from search.indexing import BATCH

    entries, done, took = iter(grown), 0, 0.0
    total = len(grown.vectors)
    with store.replacement() as new:
        while batch := list(islice(entries, BATCH)):
            begun = time.perf_counter()
            with new.writer():
                new.write(batch)
            took += time.perf_counter() - begun
            before, done = done, done + len(batch) * EACH
            if done * 20 // total > before * 20 // total:
                print(f"  {done:,} passages written, {done / took:.0f} passages/s", flush=True)
        begun = time.perf_counter()
    return done / (took + time.perf_counter() - begun)


# --- what is found -----------------------------------------------------------------------------
def exact(vectors: Vectors, asked: Vectors) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the numbers of the BEST documents for each question, nearest first: by their best
    passage, and by what search ranks with, best passage + first passage."""
    near: list[NDArray[np.float32]] = []
    for start in range(0, len(vectors), READ):
        cosines = (vectors[start : start + READ] @ asked.T).reshape(-1, EACH, len(asked))
        best = cosines.max(axis=1)
        near.append(np.stack([best, best + cosines[:, 0]]))
    found = np.argsort(-np.concatenate(near, axis=1), axis=1, kind="stable")[:, :BEST]
    return found[0].T, found[1].T


def overlap(found: Sequence[set[str]], true: NDArray[np.int64]) -> float:
    """Return the share of the true documents that were found."""
    pairs = zip(found, true.tolist(), strict=True)
    return sum(f"d{number}" in keys for keys, row in pairs for number in row) / true.size


def recall(store: ElasticsearchStore, grown: Grown, asked: Sequence[str]) -> list[Line]:
    """Hold what is found by meaning against exact search.

    The node's kNN hands over its candidates, which are then measured by their exact vectors:
    one of the nearest is found when it is among them.
    """
    from django.utils import timezone

    from search import services
    from search.embedding import get_embedder
    from search.results import VECTOR, SearchQuery
    from search.stores.base import Request

    vectors = get_embedder().encode(list(asked))
    by_best, by_closeness = exact(grown.vectors, vectors)
    served, shown, handed = [], [], 0
    for words, vector in zip(asked, vectors, strict=True):
        candidates = store.candidates(
            Request(now=timezone.now(), vector=partial(np.asarray, vector))
        )
        served.append(set(candidates.keys))
        handed += len(candidates.keys)
        page = services.search(SearchQuery(words, arm=VECTOR, limit=BEST, complete=True))
        shown.append({hit.key for hit in page.hits})
    return [
        Line(
            f"Recall@{BEST} of kNN, of exact search", overlap(served, by_best), 0.95, "",
            f"{len(asked)} questions, {handed / len(asked):.0f} candidates each", least=True,
        ),
        Line(
            f"The {BEST} shown by meaning, of exact search's", overlap(shown, by_closeness),
            None, "", "ranked by best and first passage",
        ),
    ]  # fmt: skip


def node_lines(store: ElasticsearchStore, passages: int) -> list[Line]:
    """What the node needs for all this."""
    with store.connection.talking() as client:
        index = client.indices.stats(index=store.names.live).body["_all"]["primaries"]
        (node,) = client.nodes.stats(metric="jvm").body["nodes"].values()
    size, heap = index["store"]["size_in_bytes"], node["jvm"]["mem"]
    return [
        Line(
            "Disk", size / 1e9, None, "GB",
            f"{size / passages / 1000:.1f} kB a passage, {index['segments']['count']} segments",
        ),
        Line(
            "Heap of the node in use", heap["heap_used_in_bytes"] / 2**20, None, "MB",
            f"of {heap['heap_max_in_bytes'] / 2**20:.0f}",
        ),
    ]  # fmt: skip


def answers(found: dict[str, Any]) -> list[Line]:
    p50, p95 = percentiles(found["fresh"])
    known, filtered = percentiles(found["again"]), percentiles(found["filtered"])
    return [
        Line("Answer, p50", p50, None, "ms", f"{found['cpu']:.1f} ms of our processor"),
        Line("Answer, p95", p95, 100, "ms", f"asked again: {known[0]:.1f} and {known[1]:.1f} ms"),
        Line("Answer under two filters, p95", filtered[1], None, "ms", f"half {filtered[0]:.1f}"),
        Line("First answer after a process starts", found["first"], 2, "s"),
        Line("Pages that two filters left empty", found["empty"], 0, ""),
    ]


# --- all of it ---------------------------------------------------------------------------------
def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=PASSAGES)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_PASSAGES:,} passages")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="tandem-bench-") as name:
        lines = measure(
            Path(name),
            QUICK_PASSAGES if options.quick else options.passages,
            QUICK_ASKED if options.quick else ASKED,
        )
    print(f"load {load:.1f} before, {os.getloadavg()[0]:.1f} after, {os.cpu_count()} cores")
    return 0 if all(line.met for line in lines) else 1


def measure(folder: Path, passages: int, questions_asked: int) -> list[Line]:
    """Start a node, and measure on it."""
    prepare(folder)
    from django.conf import settings

    node = elasticsearch.start(Path(settings.CACHE_DIR), os.getpid(), SIZE)
    prefix = f"bench-{uuid.uuid4().hex[:8]}"
    try:
        return measure_on(f"{node.url}/{prefix}", folder, passages, questions_asked)
    finally:
        elasticsearch.remove(node, prefix)
        node.stop()


def measure_on(url: str, folder: Path, passages: int, questions_asked: int) -> list[Line]:
    from django.conf import settings

    from cms.config import environment
    from search.embedding import get_embedder
    from search.stores import get_store

    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH = url, environment.elasticsearch(url)
    base, what = real_documents()
    say = lambda text: print(text, flush=True)  # noqa: E731
    known = embedded(base, get_embedder(), Path(settings.CACHE_DIR), say)
    grown = Grown.of(base, known, passages // EACH, folder / "vectors.f32")
    print(f"{passages:,} passages grown from {len(grown.pieces) * EACH:,} of {what}", flush=True)
    store = get_store("elasticsearch")
    rate = Line("Index rate, vectors known", fill(store, grown), None, "/s", "passages")
    lines = [rate, *node_lines(store, passages)]
    print(*lines, sep="\n", flush=True)
    # A node that has just started compiles what it runs: first it answers as many others.
    asked = questions(base, questions_asked * 2)
    others, asked = asked[questions_asked:], asked[:questions_asked]
    asked_of(folder / "worker", others, url)
    more = answers(asked_of(folder / "worker", asked, url))
    print(*more, sep="\n", flush=True)
    last = recall(store, grown, asked)
    print(*last, sep="\n", flush=True)
    return [*lines, *more, *last]


if __name__ == "__main__":
    sys.exit(main())
