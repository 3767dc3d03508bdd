"""`manage.py evaluate_search DIR`: does search work on your content?"""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from search.errors import SearchError
from search.evaluation.collection import load
from search.evaluation.running import STORES, Evaluation, evaluate
from search.management.progress import shown_on
from search.results import ARMS, HYBRID
from search.stores import temporary_indices


class Command(BaseCommand):
    help = (
        "Measure search on a judged collection: a folder with corpus.jsonl, queries.jsonl and "
        "qrels/*.tsv (the BEIR layout). It is indexed and asked as the site does it, in a "
        "scratch index that leaves no trace; the site's own content is not touched."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--store", choices=STORES, default=STORES[0])
        parser.add_argument(
            "--arm", choices=ARMS, default=HYBRID, help="rank by words or meaning alone"
        )
        parser.add_argument(
            "--qrels", type=Path, metavar="FILE", help="one file of judgements, not all of DIR's"
        )
        parser.add_argument("--json", action="store_true", help="print an object, for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        # `kill` ends this as Ctrl-C does.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        quiet = options["json"] or options["verbosity"] == 0
        try:
            collection = load(options["folder"], options["qrels"])
            with (
                _store_settings(options["store"]) as store_settings,
                tqdm(unit="doc", disable=quiet, file=self.stderr, leave=False) as bar,
            ):
                made = evaluate(
                    collection,
                    shown_on(bar),
                    store=options["store"],
                    arm=options["arm"],
                    settings=store_settings,
                )
        except SearchError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("Stopped. Nothing was kept.") from None
        if options["json"]:
            self.stdout.write(json.dumps(asdict(made)))
        else:
            self._table(made)

    def _table(self, made: Evaluation) -> None:
        self.stdout.write(
            f"{made.collection}: {made.documents} documents, {made.passages} passages; "
            f"{made.store}, {made.arm}, {made.model}\n"
        )
        head = ("judgements", "queries", "nDCG@10", "Recall@100", "MAP@100")
        self.stdout.write(f"{head[0]:24}{head[1]:>8}{head[2]:>18}{head[3]:>12}{head[4]:>10}")
        for row in made.quality:
            ndcg = f"{row.ndcg_10:.3f} ± {row.error:.3f}"
            self.stdout.write(
                f"{row.judgements:24}{row.queries:8}{ndcg:>18}{row.recall_100:12.3f}"
                f"{row.map_100:10.3f}"
            )
        self.stdout.write(
            f"\nanswer p50 {made.p50_ms:.1f} ms, p95 {made.p95_ms:.1f} ms; "
            f"indexed {made.passages_per_second:.0f} passages/s; "
            f"peak memory {made.peak_mb:.0f} MB"
        )


@contextmanager
def _store_settings(store: str) -> Iterator[dict[str, Any]]:
    """Give the settings that choose the store: of a cluster, indices that do not stay."""
    if store == "embedded":
        yield {"ELASTICSEARCH_URL": ""}
        return
    if not getattr(settings, "ELASTICSEARCH_URL", ""):
        raise CommandError("--store elasticsearch needs ELASTICSEARCH_URL in the environment.")
    with temporary_indices() as made:
        yield made
