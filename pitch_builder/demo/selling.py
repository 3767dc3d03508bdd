"""The demo's deck templates, decks and rooms with their visits, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from pathlib import Path

from pitch_builder.demo.assets import Slide, read_slide
from pitch_builder.demo.people import read_list
from pitch_builder.demo.reading import ContentError, Fields

GRADES = ("human", "likely", "scanner", "internal")
DEVICES = ("laptop", "phone", "tablet", "robot")


@dataclass(frozen=True, slots=True)
class SlideChoice:
    """One slide of a deck or template: an asset's slide by its label, or one of its own.

    `section` is where it stands, and the slides after it that name none.
    """

    asset: str = ""
    label: str = ""
    own: Slide | None = None
    section: str = ""
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """`query` finds what may fill it, of `stage` first; `slides` stand in it from the start."""

    name: str
    hint: str
    query: str
    stage: str
    count: int
    required: bool
    slides: tuple[SlideChoice, ...]


@dataclass(frozen=True, slots=True)
class Template:
    slug: str
    name: str
    description: str
    stages: tuple[str, ...]
    rebuild_on_fact_change: bool
    needs_approval: bool
    theme: str
    kinds: tuple[str, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class DemoDeck:
    """`created_day` and `built_day` count from loading; built_day None: never built."""

    slug: str
    title: str
    account: str
    prospect: str
    deal: str
    persona: str
    stage: str
    owner: str
    template: str
    created_day: int
    built_day: int | None
    slides: tuple[SlideChoice, ...]


@dataclass(frozen=True, slots=True)
class SlideView:
    """`number` counts the deck's slides from 1."""

    number: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Reading:
    asset: str
    seconds: int


@dataclass(frozen=True, slots=True)
class DemoVisit:
    """One visit through a link: on `day` from loading, at `at` local time."""

    day: int
    at: time
    device: str
    grade: str
    slides: tuple[SlideView, ...]
    reads: tuple[Reading, ...]
    downloads: tuple[str, ...]
    question: str


@dataclass(frozen=True, slots=True)
class DemoLink:
    prospect: str
    sent_day: int
    expires_days: int
    may_download: bool
    passcode: str
    revoked: bool
    visits: tuple[DemoVisit, ...]


@dataclass(frozen=True, slots=True)
class DemoRoom:
    slug: str
    title: str
    account: str
    owner: str
    message: str
    created_day: int
    decks: tuple[str, ...]
    assets: tuple[str, ...]
    links: tuple[DemoLink, ...]


def _choice(row: Fields) -> SlideChoice:
    own = row.child_or_none("own")
    choice = SlideChoice(
        asset=row.text("asset", ""),
        label=row.text("slide", ""),
        own=read_slide(own) if own else None,
        section=row.text("section", ""),
        locked=row.flag("locked", False),
    )
    row.done()
    if bool(choice.asset and choice.label) == bool(choice.own):
        raise ContentError(row.where, "asset, slide, own", "name a slide or give an own one")
    return choice


def _section(row: Fields) -> Section:
    section = Section(
        name=row.text("name"),
        hint=row.text("hint"),
        query=row.text("query"),
        stage=row.text("stage", ""),
        count=row.whole("count"),
        required=row.flag("required", False),
        slides=tuple(_choice(x) for x in row.children("slides", optional=True)),
    )
    row.done()
    return section


def _template(row: Fields) -> Template:
    return Template(
        slug=row.text("slug"),
        name=row.text("name"),
        description=row.text("description"),
        stages=row.texts("stages"),
        rebuild_on_fact_change=row.flag("rebuild_on_fact_change", True),
        needs_approval=row.flag("needs_approval", False),
        theme=row.text("theme", ""),
        kinds=row.texts("kinds", optional=True),
        sections=tuple(_section(x) for x in row.children("sections")),
    )


def _deck(row: Fields) -> DemoDeck:
    return DemoDeck(
        slug=row.text("slug"),
        title=row.text("title"),
        account=row.text("account"),
        prospect=row.text("prospect", ""),
        deal=row.text("deal", ""),
        persona=row.text("persona"),
        stage=row.text("stage"),
        owner=row.text("owner"),
        template=row.text("template"),
        created_day=row.whole("created"),
        built_day=row.whole_or_none("built"),
        slides=tuple(_choice(x) for x in row.children("slides")),
    )


def _visit(row: Fields) -> DemoVisit:
    hour, minute = row.text("at").split(":")
    visit = DemoVisit(
        day=row.whole("day"),
        at=time(int(hour), int(minute)),
        device=row.one_of("device", DEVICES),
        grade=row.one_of("grade", GRADES, "human"),
        slides=tuple(SlideView(int(k), int(v)) for k, v in _pairs(row, "slides")),
        reads=tuple(Reading(k, int(v)) for k, v in _pairs(row, "reads")),
        downloads=row.texts("downloads", optional=True),
        question=row.text("question", ""),
    )
    row.done()
    return visit


def _pairs(row: Fields, name: str) -> list[tuple[str, str]]:
    row.asked.add(name)
    return list(row.mapping(name).items()) if name in row.data else []


def _link(row: Fields) -> DemoLink:
    link = DemoLink(
        prospect=row.text("prospect"),
        sent_day=row.whole("sent"),
        expires_days=row.whole("expires"),
        may_download=row.flag("may_download", True),
        passcode=row.text("passcode", ""),
        revoked=row.flag("revoked", False),
        visits=tuple(_visit(x) for x in row.children("visits", optional=True)),
    )
    row.done()
    return link


def _room(row: Fields) -> DemoRoom:
    return DemoRoom(
        slug=row.text("slug"),
        title=row.text("title"),
        account=row.text("account"),
        owner=row.text("owner"),
        message=row.text("message"),
        created_day=row.whole("created"),
        decks=row.texts("decks", optional=True),
        assets=row.texts("assets", optional=True),
        links=tuple(_link(x) for x in row.children("links")),
    )


def read_templates(folder: Path) -> tuple[Template, ...]:
    return read_list(folder / "templates.yaml", _template)


def read_decks(folder: Path) -> tuple[DemoDeck, ...]:
    return read_list(folder / "decks.yaml", _deck)


def read_rooms(folder: Path) -> tuple[DemoRoom, ...]:
    return read_list(folder / "rooms.yaml", _room)
