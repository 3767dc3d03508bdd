"""Whether all that the demo's files name is there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from pitch_builder.demo.assets import (
    ASSET_LINK,
    FACT_REFERENCE,
    CaseStudy,
    DemoAsset,
    Figure,
    ProductSheet,
)
from pitch_builder.demo.people import Deal
from pitch_builder.demo.reading import ContentError
from pitch_builder.demo.selling import DemoDeck, DemoRoom, SlideChoice
from pitch_builder.demo.teamwork import Teamwork

if TYPE_CHECKING:
    from pitch_builder.demo.content import DemoContent


class Known:
    """The names that may be referred to, by kind."""

    def __init__(self, content: DemoContent) -> None:
        self.names: dict[str, frozenset[str]] = {
            "owner": _unique("team.yaml", (x.username for x in content.team)),
            "persona": _unique("personas.yaml", (x.slug for x in content.personas)),
            "stage": _unique("stages.yaml", (x.slug for x in content.stages)),
            "industry": _unique("industries.yaml", (x.slug for x in content.industries)),
            "product": _unique("products.yaml", (x.slug for x in content.products)),
            "account": _unique("accounts.yaml", (x.slug for x in content.accounts)),
            "prospect": _unique("prospects.yaml", (x.slug for x in content.prospects)),
            "deal": _unique("deals.yaml", (x.slug for x in content.deals)),
            "fact": _unique("facts.yaml", (x.key for x in content.facts)),
            "asset": _unique("assets", (x.slug for x in content.assets)),
            "template": _unique("templates.yaml", (x.slug for x in content.templates)),
            "deck": _unique("decks.yaml", (x.slug for x in content.decks)),
            "room": _unique("rooms.yaml", (x.slug for x in content.rooms)),
        }
        _unique("prospects.yaml", (x.email for x in content.prospects))
        _unique("deals.yaml", (x.reference for x in content.deals))
        self.slides = {
            (asset.slug, slide.label) for asset in content.assets for slide in asset.slides
        }

    def need(self, where: str, kind: str, *names: str) -> None:
        """Raises ContentError for the first name that is not known as `kind`."""
        for name in names:
            if name not in self.names[kind]:
                raise ContentError(where, kind, f"{name!r} is not known")

    def need_slides(self, where: str, choices: Iterable[SlideChoice]) -> None:
        for choice in choices:
            if choice.own is None and (choice.asset, choice.label) not in self.slides:
                raise ContentError(where, "slides", f"{choice.asset} has no {choice.label!r}")


def _unique(where: str, names: Iterable[str]) -> frozenset[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ContentError(where, name, "is there twice")
        seen.add(name)
    return frozenset(seen)


def check_references(content: DemoContent) -> None:
    """Raises ContentError for the first name that leads nowhere."""
    known = Known(content)
    for fact in content.facts:
        known.need(f"facts.yaml: {fact.key}", "owner", fact.owner)
    for persona in content.personas:
        known.need(f"personas.yaml: {persona.slug}", "owner", persona.owner)
    for asset in content.assets:
        _check_asset(asset, known)
    for account in content.accounts:
        where = f"accounts.yaml: {account.slug}"
        known.need(where, "owner", account.owner)
        known.need(where, "industry", account.industry)
    for prospect in content.prospects:
        where = f"prospects.yaml: {prospect.slug}"
        known.need(where, "account", prospect.account)
        known.need(where, "persona", prospect.persona)
        known.need(where, "stage", prospect.stage)
        known.need(where, "owner", prospect.owner)
    for deal in content.deals:
        _check_deal(deal, known)
    for template in content.templates:
        where = f"templates.yaml: {template.slug}"
        known.need(where, "stage", *template.stages)
        for section in template.sections:
            if section.stage:
                known.need(where, "stage", section.stage)
            known.need_slides(where, section.slides)
    for deck in content.decks:
        _check_deck(deck, known)
    for room in content.rooms:
        _check_room(room, known)
    _check_teamwork(content.teamwork, known)


def _check_teamwork(teamwork: Teamwork, known: Known) -> None:
    where = "teamwork.yaml"
    for given in teamwork.approvals:
        known.need(where, "deck", given.deck)
        known.need(where, "owner", given.by)
    known.need(where, "deck", *(request.deck for request in teamwork.asked))
    for shared in teamwork.shares:
        known.need(where, "deck", shared.deck)
        known.need(where, "owner", shared.by, shared.with_user)
    for remark in teamwork.comments:
        known.need(where, "deck", remark.deck)
        known.need(where, "owner", remark.by)
    for recall in teamwork.recalls:
        known.need(where, "asset", recall.asset, recall.replacement)
        known.need(where, "owner", recall.by)


def _check_asset(asset: DemoAsset, known: Known) -> None:
    where = f"{asset.slug}.md"
    known.need(where, "owner", asset.owner)
    known.need(where, "persona", *asset.personas)
    known.need(where, "stage", *asset.stages)
    known.need(where, "industry", *asset.industries)
    known.need(where, "product", *asset.products)
    known.need(where, "asset", *(slug for _, slug in ASSET_LINK.findall(asset.body)))
    _unique(f"{where}: slides", (slide.label for slide in asset.slides))
    for place, text in asset.all_text():
        known.need(f"{where}: {place}", "fact", *FACT_REFERENCE.findall(text))
        if place.endswith(": fact"):
            known.need(f"{where}: {place}", "fact", text)
    figures: tuple[Figure, ...] = ()
    if isinstance(asset.details, CaseStudy):
        figures = asset.details.results
    elif isinstance(asset.details, ProductSheet):
        figures = asset.details.specifications
    known.need(where, "fact", *(figure.fact for figure in figures if figure.fact))


def _check_deal(deal: Deal, known: Known) -> None:
    where = f"deals.yaml: {deal.slug}"
    known.need(where, "account", deal.account)
    known.need(where, "prospect", *deal.prospects)
    known.need(where, "owner", deal.owner)
    if (deal.closed_day is None) is not (deal.state == "open"):
        raise ContentError(where, "closed", "a closed deal has a day, an open one none")
    if bool(deal.lost_reason) is not (deal.state == "lost"):
        raise ContentError(where, "lost_reason", "a lost deal has a reason, others have none")


def _check_deck(deck: DemoDeck, known: Known) -> None:
    where = f"decks.yaml: {deck.slug}"
    known.need(where, "account", deck.account)
    known.need(where, "persona", deck.persona)
    known.need(where, "stage", deck.stage)
    known.need(where, "owner", deck.owner)
    known.need(where, "template", deck.template)
    if deck.prospect:
        known.need(where, "prospect", deck.prospect)
    if deck.deal:
        known.need(where, "deal", deck.deal)
    known.need_slides(where, deck.slides)


def _check_room(room: DemoRoom, known: Known) -> None:
    where = f"rooms.yaml: {room.slug}"
    known.need(where, "account", room.account)
    known.need(where, "owner", room.owner)
    known.need(where, "deck", *room.decks)
    known.need(where, "asset", *room.assets)
    for link in room.links:
        known.need(where, "prospect", link.prospect)
        for visit in link.visits:
            _inside(where, "reads", (x.asset for x in visit.reads), room.assets)
            _inside(where, "downloads", visit.downloads, (*room.assets, *room.decks))


def _inside(where: str, field: str, names: Iterable[str], room: Collection[str]) -> None:
    for name in names:
        if name not in room:
            raise ContentError(where, field, f"{name!r} is not in the room")
