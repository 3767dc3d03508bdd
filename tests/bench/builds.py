"""What a build costs beyond WeasyPrint, and how soon a changed slide is seen.

    python -m tests.bench.builds

Builds a deck of 30 slides of all types in a data folder of its own, prints the very HTML of that
build with WeasyPrint alone, previews the slides of an asset of which one has changed, and weighs
a deck whose slides all show photographs of 12 million pixels, each another. Runs
alternate, each is compared with its neighbour in seconds of this process's CPU, and the median
of the ratios counts: what else the machine does is left out, and so is the garbage of the run
before. The preview is measured by the clock, as its reader waits.
"""

from __future__ import annotations

import gc
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SLIDES = 30
RUNS = 7
BUILD_RATIO = 1.15
PREVIEW_SECONDS = 0.3
PHOTOGRAPH = (4000, 3000)  # pixels, as cameras and telephones have them
PDF_MEGABYTES = 5.0


@dataclass(frozen=True, slots=True)
class Measured:
    """One line of the table. Both numbers are in `unit`; at most `target` is met."""

    name: str
    value: float
    target: float
    unit: str
    detail: str = ""

    @property
    def met(self) -> bool:
        return self.value <= self.target


def sample_blocks(count: int) -> list[dict[str, Any]]:
    """Return raw slide blocks, one of each type after another."""
    from cms.slides.samples import SAMPLES
    from tests.factories.cms import block

    # Pictures are chosen from the library, which is empty here.
    kinds = [name for name in SAMPLES if name not in ("picture", "logos", "quote")]
    return [block(kind, SAMPLES[kind]) for kind in (kinds * count)[:count]]


def make_rep() -> Any:
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    from personas.access.roles import Role

    rep = get_user_model().objects.create_user(
        "bench.rep", "rep@bench.example", "a-password-for-nobody", first_name="Ida"
    )
    rep.groups.add(Group.objects.get(name=Role.SALES.value))
    return rep


def seconds(work: Callable[[], object], clock: Callable[[], float]) -> float:
    gc.collect()
    begun = clock()
    work()
    return clock() - begun


def measure_build(asset: Any, rep: Any) -> Measured:
    """Build the deck, and print its HTML with WeasyPrint alone, turn by turn."""
    from pitch_builder.builds.services import build_now
    from tests.factories.pitch import make_deck

    # The cover, and a last slide of the samples' own that closes it: no slide is added.
    deck = make_deck(rep, asset, title="A deck to be measured")
    first = build_now(deck, user=rep)
    if first.pages < SLIDES:
        raise RuntimeError(f"The deck has {first.pages} pages, {SLIDES} were wanted.")
    html = first.html.read().decode()
    print_alone(html)
    builds, alone = [], []
    for _run in range(RUNS):
        builds.append(seconds(lambda: build_now(deck, user=rep), time.process_time))
        alone.append(seconds(lambda: print_alone(html), time.process_time))
    ratio = statistics.median(build / bare for build, bare in zip(builds, alone, strict=True))
    build, bare = statistics.median(builds), statistics.median(alone)
    return Measured(
        f"Build of {first.pages} slides / WeasyPrint alone",
        ratio,
        BUILD_RATIO,
        "x",
        f"{build:.2f} s and {bare:.2f} s",
    )


def print_alone(html: str) -> bytes:
    """Print a whole document as the library does it, with the fonts and sheet of a build."""
    from weasyprint import HTML

    from cms.brand.services import brand_now
    from cms.slides.fetching import SlideFetcher
    from cms.slides.layout import press_for

    press = press_for(brand_now().theme.typefaces.files)
    printed: bytes = HTML(string=html, url_fetcher=SlideFetcher(), base_url="media:").write_pdf(
        stylesheets=[press.sheet], font_config=press.fonts, pdf_variant="pdf/ua-1"
    )
    return printed


def measure_preview(asset: Any) -> Measured:
    """Preview all slides of the asset after one of them was changed."""
    from cms.slides.preview import preview_stream

    stream_block = asset.slides.stream_block
    raw = [dict(block) for block in asset.slides.raw_data]
    preview_stream(stream_block.to_python(raw))
    statements = [n for n, block in enumerate(raw) if block["type"] == "statement"]
    times = []
    for run in range(RUNS):
        at = statements[run % len(statements)]
        value = {**raw[at]["value"], "emphasis": f"changed {run} times."}
        raw[at] = {**raw[at], "value": value}
        stream = stream_block.to_python(raw)
        times.append(seconds(partial(preview_stream, stream), time.perf_counter))
    return Measured(
        f"Preview of {len(raw)} slides, one changed",
        statistics.median(times) * 1000,
        PREVIEW_SECONDS * 1000,
        "ms",
        f"slowest {max(times) * 1000:.0f} ms",
    )


def measure_weight(rep: Any) -> Measured:
    """Build a deck of 30 slides with 30 pictures, at the quality of screens, and weigh its PDF."""
    from pitch_builder.builds.services import build_now
    from pitch_builder.decks.services import add_own_slide
    from tests.factories.photographs import photograph
    from tests.factories.pitch import make_deck

    # The cover, and a last slide with the contact that each build adds.
    deck = make_deck(rep, title="A deck of photographs")
    deck.cover_picture = photograph(*PHOTOGRAPH, 0)
    deck.save()
    originals = deck.cover_picture.file.size
    for number in range(1, SLIDES - 1):
        picture = photograph(*PHOTOGRAPH, number)
        originals += picture.file.size
        add_own_slide(deck, user=rep, block_type="picture", raw=picture_slide(picture, number))
    build = build_now(deck, user=rep)
    if build.pages != SLIDES:
        raise RuntimeError(f"The deck has {build.pages} pages, {SLIDES} were wanted.")
    return Measured(
        f"PDF of {build.pages} slides with photographs",
        build.pdf_size / 1e6,
        PDF_MEGABYTES,
        "MB",
        f"{SLIDES - 1} pictures, {originals / 1e6:.0f} MB as originals",
    )


def picture_slide(image: Any, number: int) -> dict[str, Any]:
    """The raw value of a slide with a picture, over all of it or, on every third, beside words."""
    return {
        "title": f"Yard {number} at night",
        "image": image.pk,
        "alt": "Lorries in a yard",
        "text": "<p>Taken on the first night of the pilot.</p>",
        "variant": "full" if number % 3 else "inset",
    }


def table(rows: list[Measured]) -> str:
    lines = [f"{'':44} {'measured':>10} {'target':>10}  verdict"]
    lines += [
        f"{row.name:44} {row.value:7.2f} {row.unit:2} {row.target:7.2f} {row.unit:2}  "
        f"{'met' if row.met else 'MISSED'}  ({row.detail})"
        for row in rows
    ]
    return "\n".join(lines)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="tandem-bench-") as folder:
        os.environ["TANDEM_DATA_DIR"] = str(Path(folder) / "var")
        os.environ.pop("DATABASE_URL", None)
        os.environ.setdefault("DEBUG", "1")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings")
        sys.path.insert(0, str(ROOT))
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections, reset_queries

        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        reset_queries()
        from tests.factories.cms import CaseStudyFactory

        asset = CaseStudyFactory(title="All slides", slides=sample_blocks(SLIDES - 1))
        rep = make_rep()
        rows = [measure_build(asset, rep), measure_preview(asset), measure_weight(rep)]
        connections.close_all()
    print(table(rows))
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
