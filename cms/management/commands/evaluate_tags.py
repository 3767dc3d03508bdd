"""Says how good suggested tags are on your content. Nothing is written."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from cms.errors import ContentError
from cms.tagging.evaluation import Evaluation, evaluate
from cms.tagging.folders import read_tagged
from cms.tagging.knowledge import examples_of, terms_of
from cms.tagging.learning import Examples
from cms.tagging.models import TagField
from search import vectors
from search.errors import SearchError

FEWEST = 10
BATCH = 64


class Command(BaseCommand):
    help = (
        "Judge suggested tags: each tagged text is tagged by all the others, and compared with "
        "the tags that it has. With a folder, on its documents; without, on this site's assets."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", nargs="?", help="a folder with documents and manifest.jsonl of their tags"
        )
        parser.add_argument("--tags", default="", help="the manifest's key of the tags")
        parser.add_argument("--json", action="store_true", help="print figures for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            if options["folder"]:
                found = dict([_of_folder(Path(options["folder"]), options["tags"])])
            else:
                found = _of_site()
        except (ContentError, SearchError) as error:
            raise CommandError(str(error)) from error
        enough = {name: examples for name, examples in found.items() if examples.size >= FEWEST}
        if not enough:
            raise CommandError(f"There are fewer than {FEWEST} tagged texts.")
        judged = {name: evaluate(examples) for name, examples in enough.items()}
        seconds = time.monotonic() - started
        if options["json"]:
            figures: dict[str, Any] = {name: asdict(e) for name, e in judged.items()}
            for name, evaluation in judged.items():
                figures[name]["calibration_error"] = evaluation.calibration_error
            self.stdout.write(json.dumps({"seconds": round(seconds, 1), "tags": figures}))
            return
        for name, evaluation in judged.items():
            self._print(name, evaluation)
        self.stdout.write(f"{seconds:.0f} s, model {vectors.model()}")

    def _print(self, name: str, judged: Evaluation) -> None:
        self.stdout.write(
            f"{name}: {judged.texts} texts, {judged.terms} terms, {judged.tags} tags\n"
        )
        head = ("", "micro-F1", "macro-F1", "precision", "recall", "a text")
        self.stdout.write("{:<20}{:>9}{:>10}{:>11}{:>8}{:>8}".format(*head))
        for r in judged.results:
            self.stdout.write(
                f"{r.name:<20}{r.micro_f1:>9.3f}{r.macro_f1:>10.3f}"
                f"{r.precision:>11.3f}{r.recall:>8.3f}{r.per_text:>8.2f}"
            )
        self.stdout.write("\nconfidence said   right   suggestions")
        for b in judged.bins:
            self.stdout.write(f"{b.said:>15.0%}{b.right:>8.0%}{b.count:>14}")
        self.stdout.write(f"calibration error from 20 % on: {judged.calibration_error:.3f}\n")


def _of_folder(folder: Path, key: str) -> tuple[str, Examples]:
    name, tagged = read_tagged(folder, key)
    terms = sorted({tag for row in tagged for tag in row.tags})
    found = []
    for start in tqdm(range(0, len(tagged), BATCH), unit_scale=BATCH, unit=" texts", leave=False):
        found += vectors.of_documents([row.document for row in tagged[start : start + BATCH]])
    kept = [(row, v) for row, v in zip(tagged, found, strict=True) if v is not None]
    labels = np.array([[term in row.tags for term in terms] for row, _ in kept], dtype=bool)
    own = vectors.of_texts([term.replace("-", " ") for term in terms])
    rows = np.stack([v for _, v in kept]) if kept else np.zeros((0, own.shape[1]))
    return name, Examples(rows.astype(float), labels.reshape(-1, len(terms)), own.astype(float))


def _of_site() -> dict[str, Examples]:
    return {field.value: examples_of(field, terms_of(field))[1] for field in TagField}
