"""The demo's company, its people and the market that they sell to, as plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pitch_builder.demo.reading import Fields, read_rows, read_yaml

Row = TypeVar("Row")

ROLES = ("marketer", "marketing_lead", "rep", "sales_lead")
AUTHORITIES = ("decides", "approves_budget", "influences", "uses", "guards")
CONSENTS = ("unknown", "given", "withdrawn")
DEAL_STATES = ("open", "won", "lost")
LIFECYCLES = ("new", "nurtured", "warm", "accepted", "opportunity", "customer", "closed")


@dataclass(frozen=True, slots=True)
class Office:
    city: str
    lines: tuple[str, ...]
    phone: str


@dataclass(frozen=True, slots=True)
class Company:
    """`brand` has the tokens of a theme: family, ink, tint, dark, accent, signal, ramp_1..9."""

    name: str
    tagline: str
    description: str
    imprint: str
    website: str
    email: str
    offices: tuple[Office, ...]
    brand: Mapping[str, str]
    logo: str
    logo_on_dark: str
    cover_picture: str


@dataclass(frozen=True, slots=True)
class Persona:
    slug: str
    name: str
    role: str
    goals: str
    pains: str
    objections: str
    trusted_sources: str
    biggest_challenge: str
    buying_authority: str
    buying_notes: str
    evidence: str
    owner: str
    photo: str


@dataclass(frozen=True, slots=True)
class Stage:
    slug: str
    name: str
    buyer_question: str
    key_moment: str
    conversion_goal: str
    exit_criteria: str


@dataclass(frozen=True, slots=True)
class Term:
    """An industry or a product."""

    slug: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class TeamMember:
    """`username` is what assets, accounts and rooms name as their owner."""

    username: str
    first_name: str
    last_name: str
    email: str
    role: str
    title: str
    phone: str
    bio: str
    portrait: str
    booking_url: str


@dataclass(frozen=True, slots=True)
class Account:
    """`size` counts employees; `turnover` is a year's, in whole pounds or euros."""

    slug: str
    name: str
    domain: str
    industry: str
    size: int
    turnover: int
    currency: str
    region: str
    current_supplier: str
    owner: str
    notes: str


@dataclass(frozen=True, slots=True)
class Prospect:
    """`consent_day` and `added_day` count days from loading, so they are negative."""

    slug: str
    first_name: str
    last_name: str
    email: str
    phone: str
    title: str
    account: str
    persona: str
    persona_reason: str
    stage: str
    owner: str
    source: str
    consent: str
    consent_day: int | None
    lifecycle: str
    added_day: int
    notes: str


@dataclass(frozen=True, slots=True)
class Deal:
    """`value` in whole pounds or euros; the days count from loading."""

    slug: str
    reference: str
    name: str
    account: str
    prospects: tuple[str, ...]
    owner: str
    value: int | None
    currency: str
    state: str
    added_day: int
    expected_day: int | None
    closed_day: int | None
    lost_reason: str
    competitor: str
    notes: str


def read_company(folder: Path) -> Company:
    row = Fields.of(read_yaml(folder / "company.yaml"), "company.yaml")
    offices = []
    for office in row.children("offices"):
        offices.append(Office(office.text("city"), office.texts("lines"), office.text("phone")))
        office.done()
    company = Company(
        name=row.text("name"),
        tagline=row.text("tagline"),
        description=row.text("description"),
        imprint=row.text("imprint"),
        website=row.text("website"),
        email=row.text("email"),
        offices=tuple(offices),
        brand=row.mapping("brand"),
        logo=row.text("logo"),
        logo_on_dark=row.text("logo_on_dark"),
        cover_picture=row.text("cover_picture"),
    )
    row.done()
    return company


def _persona(row: Fields) -> Persona:
    return Persona(
        slug=row.text("slug"),
        name=row.text("name"),
        role=row.text("role"),
        goals=row.text("goals"),
        pains=row.text("pains"),
        objections=row.text("objections"),
        trusted_sources=row.text("trusted_sources"),
        biggest_challenge=row.text("biggest_challenge"),
        buying_authority=row.one_of("buying_authority", AUTHORITIES),
        buying_notes=row.text("buying_notes"),
        evidence=row.text("evidence"),
        owner=row.text("owner"),
        photo=row.text("photo"),
    )


def _stage(row: Fields) -> Stage:
    return Stage(
        slug=row.text("slug"),
        name=row.text("name"),
        buyer_question=row.text("buyer_question"),
        key_moment=row.text("key_moment"),
        conversion_goal=row.text("conversion_goal"),
        exit_criteria=row.text("exit_criteria"),
    )


def _term(row: Fields) -> Term:
    return Term(row.text("slug"), row.text("name"), row.text("description"))


def _member(row: Fields) -> TeamMember:
    return TeamMember(
        username=row.text("username"),
        first_name=row.text("first_name"),
        last_name=row.text("last_name"),
        email=row.text("email"),
        role=row.one_of("role", ROLES),
        title=row.text("title"),
        phone=row.text("phone"),
        bio=row.text("bio"),
        portrait=row.text("portrait"),
        booking_url=row.text("booking_url", ""),
    )


def _account(row: Fields) -> Account:
    return Account(
        slug=row.text("slug"),
        name=row.text("name"),
        domain=row.text("domain"),
        industry=row.text("industry"),
        size=row.whole("size"),
        turnover=row.whole("turnover"),
        currency=row.one_of("currency", ("GBP", "EUR")),
        region=row.text("region"),
        current_supplier=row.text("current_supplier"),
        owner=row.text("owner"),
        notes=row.text("notes"),
    )


def _prospect(row: Fields) -> Prospect:
    return Prospect(
        slug=row.text("slug"),
        first_name=row.text("first_name"),
        last_name=row.text("last_name"),
        email=row.text("email"),
        phone=row.text("phone", ""),
        title=row.text("title"),
        account=row.text("account"),
        persona=row.text("persona"),
        persona_reason=row.text("persona_reason"),
        stage=row.text("stage"),
        owner=row.text("owner"),
        source=row.text("source"),
        consent=row.one_of("consent", CONSENTS),
        consent_day=row.whole_or_none("consent_day"),
        lifecycle=row.one_of("lifecycle", LIFECYCLES),
        added_day=row.whole("added_day"),
        notes=row.text("notes", ""),
    )


def _deal(row: Fields) -> Deal:
    return Deal(
        slug=row.text("slug"),
        reference=row.text("reference"),
        name=row.text("name"),
        account=row.text("account"),
        prospects=row.texts("prospects"),
        owner=row.text("owner"),
        value=row.whole_or_none("value"),
        currency=row.one_of("currency", ("GBP", "EUR")),
        state=row.one_of("state", DEAL_STATES),
        added_day=row.whole("added"),
        expected_day=row.whole_or_none("expected"),
        closed_day=row.whole_or_none("closed"),
        lost_reason=row.text("lost_reason", ""),
        competitor=row.text("competitor", ""),
        notes=row.text("notes", ""),
    )


def read_list(path: Path, read: Callable[[Fields], Row]) -> tuple[Row, ...]:
    """The rows of a YAML list, each read by `read` and then asked for unknown keys."""
    found = []
    for row in read_rows(path):
        found.append(read(row))
        row.done()
    return tuple(found)


def read_personas(folder: Path) -> tuple[Persona, ...]:
    return read_list(folder / "personas.yaml", _persona)


def read_stages(folder: Path) -> tuple[Stage, ...]:
    return read_list(folder / "stages.yaml", _stage)


def read_terms(folder: Path, name: str) -> tuple[Term, ...]:
    return read_list(folder / f"{name}.yaml", _term)


def read_team(folder: Path) -> tuple[TeamMember, ...]:
    return read_list(folder / "team.yaml", _member)


def read_accounts(folder: Path) -> tuple[Account, ...]:
    return read_list(folder / "accounts.yaml", _account)


def read_prospects(folder: Path) -> tuple[Prospect, ...]:
    return read_list(folder / "prospects.yaml", _prospect)


def read_deals(folder: Path) -> tuple[Deal, ...]:
    return read_list(folder / "deals.yaml", _deal)
