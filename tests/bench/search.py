"""How fast search is, and what it needs.

    python -m tests.bench.search [--quick]

Fills an index of 10,000 assets in a temporary folder and asks it from a fresh process, as a web
worker is one: the embedding of the question is part of each answer. Beside it stand Wagtail's own
search for the same words over the same texts, and the bare encoder for what is indexed. The whole
run also measures 5,000 to 100,000 passages, and draws .readme/search-curve.svg.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ASSETS, QUICK_ASSETS = 10_000, 2_000
CURVE = (1_000, 4_000, 20_000)  # documents, beside the 10,000; five passages each
ASKED, QUICK_ASKED = 230, 90
EARLY = 30  # of them before the process has looked common words up, as in its first second
SAMPLE = 160  # documents that are indexed by the whole pipeline
WAGTAIL_ASKED = 3
SECONDS_OF_WAGTAIL = 90.0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: at most `target` is met, or at least, where `least`."""

    name: str
    value: float
    target: float | None
    unit: str
    detail: str = ""
    least: bool = False

    @property
    def met(self) -> bool:
        if self.target is None:
            return True
        return self.value >= self.target if self.least else self.value <= self.target

    def __str__(self) -> str:
        target = "" if self.target is None else f"{self.target:8.2f} {self.unit}"
        verdict = "" if self.target is None else ("met" if self.met else "MISSED")
        value = f"{self.value:8.2f} {self.unit}"
        return f"{self.name:46}{value:>14}{target:>14}  {verdict:7}{self.detail}"


# --- a worker: a process of its own, which is handed a folder and questions on its input --------
def worker() -> None:
    """Answer the questions on standard input, and print what it took."""
    given = json.load(sys.stdin)
    begun = time.perf_counter()
    prepare(Path(given["data"]), given["cluster"])
    gc.freeze()  # as cms/config/wsgi.py does
    from search import services
    from search.results import SearchQuery
    from search.stores import get_store

    started = time.perf_counter() - begun

    def ask(words: str) -> float:
        return services.search(SearchQuery(words, facets=("kind", "stage"))).took_ms

    services.warm_up()
    ask(given["questions"][0])
    first = time.perf_counter() - begun
    for words in given["questions"][1:6]:
        ask(words)
    early = [ask(words) for words in given["questions"][6 : 6 + EARLY]]
    for thread in threading.enumerate():
        if thread.name == "look-ahead":
            thread.join(60)
    cpu = time.process_time()
    fresh = [ask(words) for words in given["questions"][6 + EARLY :]]
    cpu = (time.process_time() - cpu) * 1000 / len(fresh)
    again = [ask(words) for words in given["questions"][6 + EARLY :]]
    filters = {"kind": ("case",), "stage": ("decide",)}
    filtered = [
        services.search(SearchQuery(words, filters=filters)) for words in given["questions"][6:56]
    ]
    memory = {
        name: int(amount) / 1024
        for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]
        for name, amount in [(line.split(":")[0], line.split()[1])]
    }
    json.dump(
        {
            "first": first,
            "started": started,
            "early": early,
            "fresh": fresh,
            "again": again,
            "cpu": cpu,
            "filtered": [page.took_ms for page in filtered],
            "empty": sum(not page.hits for page in filtered),
            "rss": memory["Rss"],
            "own": memory["Anonymous"],  # files that are mapped are shared by all workers
            "passages": get_store().count().passages,
        },
        sys.stdout,
    )


def prepare(data: Path, cluster: str = "") -> None:
    """Set Django up with a data folder of its own; `cluster` as ELASTICSEARCH_URL."""
    os.environ["TANDEM_DATA_DIR"] = str(data)
    os.environ["ELASTICSEARCH_URL"] = cluster
    os.environ.pop("DATABASE_URL", None)
    os.environ.setdefault("DEBUG", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings")
    import django

    gc.disable()
    django.setup()
    gc.enable()


def asked_of(data: Path, questions: Sequence[str], cluster: str = "") -> dict[str, Any]:
    """Run a worker over the index in `data`, or over the one on a cluster."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.search", "--worker"],
        input=json.dumps({"data": str(data), "questions": list(questions), "cluster": cluster}),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    found: dict[str, Any] = json.loads(done.stdout)
    return found


# --- what is measured --------------------------------------------------------------------------
def fill(data: Path, base: list[Any], vectors: dict[str, Any], count: int) -> None:
    """Write `count` documents into the index of a data folder."""
    from search.embedding import get_embedder
    from search.stores import embedded
    from tests.bench.search_corpus import grown

    store = embedded(data / "search", get_embedder())
    batch: list[Any] = []
    with store.writer():
        for entry in grown(base, vectors, count):
            batch.append(entry)
            if len(batch) == 2_000:
                store.write(batch)
                batch = []
        store.write(batch)


def percentiles(times: Sequence[float]) -> tuple[float, float]:
    from search.evaluation.metrics import percentile

    return percentile(times, 0.5), percentile(times, 0.95)


def answers(found: dict[str, Any], assets: int) -> list[Line]:
    p50, p95 = percentiles(found["fresh"])
    known = percentiles(found["again"])
    early = percentiles(found["early"])
    where = f"{assets:,} assets, {found['passages']:,} passages"
    return [
        Line("Answer, p50", p50, 12, "ms", f"{where}; {found['cpu']:.1f} ms of processor"),
        Line("Answer, p95", p95, 25, "ms", f"asked again: {known[0]:.1f} and {known[1]:.1f} ms"),
        Line("In the first second of a process, p50", early[0], None, "ms", f"p95 {early[1]:.1f}"),
        Line(
            "First answer after a process starts",
            found["first"],
            2,
            "s",
            f"of which Django's start {found['started']:.1f} s",
        ),
        Line("Memory of a worker, its own", found["own"], 350, "MB", f"{found['rss']:.0f} in all"),
        Line("Pages that two filters left empty", found["empty"], 0, ""),
    ]


def beside_wagtail(base: list[Any], questions: Sequence[str], count: int, ours: float) -> Line:
    """Ask Wagtail's database search the same, over the same texts as bodies of pages."""
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Locale, Page
    from wagtail.search.backends import get_search_backend
    from wagtail.search.models import IndexEntry

    kind = ContentType.objects.get_for_model(Page)
    root = Page.get_first_root_node()
    assert root is not None
    locale = Locale.objects.get_or_create(language_code="en")[0]
    pages = [
        Page(
            title=base[n % len(base)].title[:255] or "-", slug=f"bench-{n}",
            content_type=kind, locale=locale,
            depth=2, path=root._get_path(root.path, 2, n + 500), url_path=f"/bench-{n}/",
        )
        for n in range(count)
    ]  # fmt: skip
    Page.objects.bulk_create(pages, batch_size=500)
    kept = dict(Page.objects.filter(slug__startswith="bench-").values_list("slug", "pk"))
    IndexEntry.objects.bulk_create(
        [
            IndexEntry(
                content_type=kind,
                object_id=str(kept[f"bench-{n}"]),
                title=base[n % len(base)].title,
                body=" ".join(section.text for section in base[n % len(base)].sections),
                autocomplete="",
                title_norm=1.0,
            )
            for n in range(count)
        ],
        batch_size=200,
    )
    backend = get_search_backend()
    times: list[float] = []
    begun = time.perf_counter()
    for words in questions[:WAGTAIL_ASKED]:
        started = time.perf_counter()
        list(backend.search(words, Page.objects.all(), operator="or")[:20])
        times.append((time.perf_counter() - started) * 1000)
        if time.perf_counter() - begun > SECONDS_OF_WAGTAIL:
            break
    theirs = statistics.median(times)
    return Line(
        "Answer / Wagtail's own search, same words",
        ours / theirs,
        1,
        "x",
        f"{ours:.1f} ms and {theirs:,.0f} ms over {count:,} pages, {len(times)} questions",
    )


def index_rate(base: list[Any]) -> list[Line]:
    """Index a sample with all that belongs to it, and encode the same passages bare."""
    from search import chunking, indexing
    from search.embedding import get_embedder
    from search.evaluation.collection import Collection, CollectionSource
    from search.evaluation.scratch import scratch

    step = max(1, len(base) // SAMPLE)
    sample = {document.key: document for document in base[::step][:SAMPLE]}
    texts = [
        chunking.embedding_text(document.title, passage)
        for document in sample.values()
        for passage in chunking.passages(document)
    ]
    embedder = get_embedder()
    started = time.perf_counter()
    for start in range(0, len(texts), 256):
        embedder.encode(texts[start : start + 256])
    bare = len(texts) / (time.perf_counter() - started)
    with scratch(CollectionSource(Collection("bench", sample, {}, ()))):
        report = indexing.repair(indexing.silent)
    rate = report.passages / report.seconds
    lines = [
        Line(
            "Index rate / bare ONNX encode", rate / bare, 0.8, "x",
            f"{rate:.0f} and {bare:.0f} passages/s of {embedder.name}", least=True,
        )
    ]  # fmt: skip
    torch = bare_torch(texts[: len(texts) // 3])
    if torch is None:
        print("bare SentenceTransformer.encode: not measured, no environment with torch is left;")
        print("  `manage.py prepare_model --again --keep-environment` keeps one")
    else:
        lines.append(
            Line(
                "Index rate / bare SentenceTransformer.encode", rate / torch, 1.5, "x",
                f"{rate:.0f} and {torch:.0f} passages/s", least=True,
            )
        )  # fmt: skip
    return lines


TORCH = """
import json, sys, time
from prepare_export import packaged_folder
from sentence_transformers import SentenceTransformer
texts = json.load(sys.stdin)
model = SentenceTransformer(str(packaged_folder()), device="cpu")
model.encode(texts[:8])
started = time.perf_counter()
model.encode(texts, normalize_embeddings=True)
print(len(texts) / (time.perf_counter() - started))
"""


def bare_torch(texts: Sequence[str]) -> float | None:
    """Return the passages/s of sentence-transformers itself; None where no torch is."""
    from django.conf import settings

    kept = Path(settings.CACHE_DIR) / "prepare-environment" / "bin" / "python"
    python = Path(os.environ.get("TANDEM_BENCH_TORCH", kept))
    if not python.is_file():
        return None
    done = subprocess.run(
        [str(python), "-c", TORCH],
        input=json.dumps(list(texts)),
        env={
            **os.environ, "PYTHONPATH": str(ROOT / "search" / "embedding"),
            "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1",
        },
        capture_output=True,
        text=True,
        check=True,
    )  # fmt: skip
    return float(done.stdout.split()[-1])


# --- the curve ---------------------------------------------------------------------------------
def draw(points: Sequence[dict[str, Any]], path: Path) -> None:
    """Draw p50 and p95 over the number of passages."""
    import altair
    import vl_convert

    rows = [
        {"passages": point["passages"], "ms": round(value, 1), "answers": name}
        for point in sorted(points, key=lambda point: point["passages"])
        for name, value in zip(("half", "95 of 100"), percentiles(point["fresh"]), strict=True)
    ]
    made = altair.Chart(altair.Data(values=rows), width=560, height=260).encode(
        x=altair.X("passages:Q", title="passages in the index"),
        y=altair.Y("ms:Q", title="answered within, ms"),
        color=altair.Color("answers:N", title="of the questions"),
    )
    chart = made.mark_line() + made.mark_point(filled=True, size=60)
    path.write_text(vl_convert.vegalite_to_svg(chart.to_dict()), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="2,000 assets, no curve")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        worker()
        return 0
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="tandem-bench-") as name:
        lines = measure(Path(name), quick=options.quick)
    print(f"load {load:.1f} before, {os.getloadavg()[0]:.1f} after, {os.cpu_count()} cores")
    return 0 if all(line.met for line in lines) else 1


def measure(folder: Path, *, quick: bool) -> list[Line]:
    prepare(folder / "main")
    from django.conf import settings
    from django.core.management import call_command

    from search.embedding import get_embedder
    from tests.bench.search_corpus import embedded, questions, real_documents

    base, what = real_documents()
    assets = QUICK_ASSETS if quick else ASSETS
    if quick:
        base = base[:340]
    print(f"{assets:,} assets grown from {len(base):,}: {what}; {get_embedder().name}", flush=True)
    say = lambda text: print(f"\r{text}", end="\n", flush=True)  # noqa: E731
    vectors = embedded(base, get_embedder(), Path(settings.CACHE_DIR), say)
    asked = questions(base, QUICK_ASKED if quick else ASKED)
    fill(folder / "main", base, vectors, assets)
    found = asked_of(folder / "main", asked)
    lines = answers(found, assets)
    print(*lines, sep="\n", flush=True)
    points = [found]
    if not quick:
        for count in CURVE:
            fill(folder / str(count), base, vectors, count)
            points.append(asked_of(folder / str(count), asked))
        last = max(points, key=lambda point: point["passages"])
        more = Line(
            f"Answer over {last['passages']:,} passages, p95",
            percentiles(last["fresh"])[1],
            100,
            "ms",
            f"a worker's own memory {last['own']:.0f} MB",
        )
        print(more, flush=True)
        lines.append(more)
        draw(points, ROOT / ".readme" / "search-curve.svg")
    call_command("migrate", verbosity=0, interactive=False)
    slow = beside_wagtail(base, asked, assets, percentiles(found["fresh"])[0])
    rest = [slow, *index_rate(base)]
    print(*rest, sep="\n", flush=True)
    return [*lines, *rest]


if __name__ == "__main__":
    sys.exit(main())
