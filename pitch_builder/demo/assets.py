"""The demo's facts and assets, as plain data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pitch_builder.demo.people import read_list
from pitch_builder.demo.reading import ContentError, Fields, read_front_matter
from pitch_builder.demo.slide_fields import SLIDE_FIELDS, VARIANTS, check, walk

KINDS = (
    "case_study",
    "product_sheet",
    "article",
    "comparison",
    "video",
    "ebook",
    "landing_page",
)
VISIBILITIES = ("public", "link", "internal")
FACT_REFERENCE = re.compile(r"\{\{fact:([a-z0-9-]+)\}\}")
ASSET_LINK = re.compile(r"\[([^\]]+)\]\(asset:([a-z0-9-]+)\)")
PICTURE_REFERENCE = re.compile(r"!\[([^\]]+)\]\(picture:([a-z0-9-]+)\)")


@dataclass(frozen=True, slots=True)
class Fact:
    """`valid_days` counts from loading; None means without end."""

    key: str
    label: str
    value: Decimal
    unit: str
    prefix: str
    decimals: int
    as_of: date
    source: str
    owner: str
    fallback: str
    valid_days: int | None


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide block: `fields` has the names of the block's children, without the variant."""

    type: str
    label: str
    variant: str
    fields: Mapping[str, Any]

    def texts(self) -> Iterator[tuple[str, str]]:
        yield from walk(self.fields)


@dataclass(frozen=True, slots=True)
class Figure:
    """A result or a specification: a fact by its key, or a text, with a label."""

    label: str
    fact: str = ""
    value: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class CaseStudy:
    customer: str
    place: str
    size: str
    challenge: str
    solution: str
    results: tuple[Figure, ...]
    logo: str


@dataclass(frozen=True, slots=True)
class ProductSheet:
    price_note: str
    specifications: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Article:
    author: str
    author_title: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """`checked_day` counts from loading: the day when the other side was last looked at."""

    competitor: str
    checked_day: int


@dataclass(frozen=True, slots=True)
class Video:
    """`file`, `captions` and `poster` are names in pitch_builder.demo.pictures."""

    file: str
    captions: str
    poster: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Ebook:
    """`document` is the file name of the PDF that is made from the body when loading."""

    document: str
    subtitle: str


@dataclass(frozen=True, slots=True)
class FormField:
    """`kind`: singleline, email, number, dropdown, multiline or checkbox."""

    label: str
    kind: str
    required: bool
    choices: tuple[str, ...]
    help_text: str


@dataclass(frozen=True, slots=True)
class LandingPage:
    form: tuple[FormField, ...]
    button: str
    thanks: str
    consent: str


Details = CaseStudy | ProductSheet | Article | Comparison | Video | Ebook | LandingPage


@dataclass(frozen=True, slots=True)
class DemoAsset:
    """An asset; the days count from loading, those in the past are negative."""

    kind: str
    slug: str
    title: str
    summary: str
    body: str
    personas: tuple[str, ...]
    stages: tuple[str, ...]
    industries: tuple[str, ...]
    products: tuple[str, ...]
    visibility: str
    may_download: bool
    may_mix: bool
    owner: str
    published_day: int
    review_days: int
    valid_days: int | None
    hero: str
    hero_alt: str
    details: Details
    slides: tuple[Slide, ...] = field(default=())

    def slide(self, label: str) -> Slide:
        for slide in self.slides:
            if slide.label == label:
                return slide
        raise KeyError(f"{self.slug} has no slide {label!r}")

    def all_text(self) -> Iterator[tuple[str, str]]:
        """Every (place, text) that a reader may see, for checks."""
        yield "title", self.title
        yield "summary", self.summary
        yield "body", self.body
        if isinstance(self.details, CaseStudy):
            yield "challenge", self.details.challenge
            yield "solution", self.details.solution
        for slide in self.slides:
            for name, text in slide.texts():
                yield f"slide {slide.label}: {name}", text


def _fact(row: Fields) -> Fact:
    return Fact(
        key=row.text("key"),
        label=row.text("label"),
        value=row.decimal("value"),
        unit=row.text("unit", ""),
        prefix=row.text("prefix", ""),
        decimals=row.whole("decimals", 0),
        as_of=row.day("as_of"),
        source=row.text("source"),
        owner=row.text("owner"),
        fallback=row.text("fallback"),
        valid_days=row.whole_or_none("valid_until"),
    )


def read_facts(folder: Path) -> tuple[Fact, ...]:
    return read_list(folder / "facts.yaml", _fact)


def _figure(row: Fields) -> Figure:
    figure = Figure(
        row.text("label"), row.text("fact", ""), row.text("value", ""), row.text("unit", "")
    )
    if bool(figure.fact) == bool(figure.value):
        raise ContentError(row.where, "fact, value", "give exactly one of the two")
    row.done()
    return figure


def _form_field(row: Fields) -> FormField:
    kinds = ("singleline", "email", "number", "dropdown", "multiline", "checkbox")
    found = FormField(
        row.text("label"),
        row.one_of("kind", kinds),
        row.flag("required", False),
        row.texts("choices", optional=True),
        row.text("help_text", ""),
    )
    row.done()
    return found


def read_slide(row: Fields) -> Slide:
    """A slide with its fields checked against its block's; also used for a deck's own slides."""
    kind = row.one_of("type", tuple(SLIDE_FIELDS))
    variants = VARIANTS.get(kind, ("",))
    slide = Slide(
        type=kind,
        label=row.text("label"),
        variant=row.one_of("variant", variants, variants[0]),
        fields=row.rest(),
    )
    check(SLIDE_FIELDS[kind], slide.fields, f"{row.where} ({slide.label})")
    return slide


def _details(kind: str, row: Fields) -> Details:
    if kind == "case_study":
        return CaseStudy(
            customer=row.text("customer"),
            place=row.text("place"),
            size=row.text("size"),
            challenge=row.text("challenge"),
            solution=row.text("solution"),
            results=tuple(_figure(x) for x in row.children("results")),
            logo=row.text("logo"),
        )
    if kind == "product_sheet":
        return ProductSheet(
            row.text("price_note"), tuple(_figure(x) for x in row.children("specifications"))
        )
    if kind == "article":
        return Article(row.text("author"), row.text("author_title"))
    if kind == "comparison":
        return Comparison(row.text("competitor"), row.whole("checked"))
    if kind == "video":
        return Video(
            row.text("file"), row.text("captions"), row.text("poster"), row.whole("seconds")
        )
    if kind == "ebook":
        return Ebook(row.text("document"), row.text("subtitle"))
    return LandingPage(
        tuple(_form_field(x) for x in row.children("form")),
        row.text("button"),
        row.text("thanks"),
        row.text("consent"),
    )


def read_asset(path: Path) -> DemoAsset:
    row, body = read_front_matter(path)
    kind = row.one_of("kind", KINDS)
    asset = DemoAsset(
        kind=kind,
        slug=row.text("slug"),
        title=row.text("title"),
        summary=row.text("summary"),
        body=body,
        personas=row.texts("personas"),
        stages=row.texts("stages"),
        industries=row.texts("industries", optional=True),
        products=row.texts("products", optional=True),
        visibility=row.one_of("visibility", VISIBILITIES, "public"),
        may_download=row.flag("may_download", True),
        may_mix=row.flag("may_mix", True),
        owner=row.text("owner"),
        published_day=row.whole("published"),
        review_days=row.whole("review_by"),
        valid_days=row.whole_or_none("valid_until"),
        hero=row.text("hero"),
        hero_alt=row.text("hero_alt"),
        details=_details(kind, row),
        slides=tuple(read_slide(x) for x in row.children("slides")),
    )
    row.done()
    if asset.slug != path.stem:
        raise ContentError(path.name, "slug", f"is {asset.slug!r}, not the file's name")
    return asset


def read_assets(folder: Path) -> tuple[DemoAsset, ...]:
    return tuple(read_asset(path) for path in sorted((folder / "assets").glob("*.md")))
