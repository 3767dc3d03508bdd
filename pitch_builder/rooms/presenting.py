"""The pages of a room as plain data for its templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import caches
from django.utils.dateparse import parse_date
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cms.assets.models import Asset
from cms.brand.services import in_family, theme_of_version
from cms.brand.themes import FOLIO, css_variables
from cms.slides.screen import on_screen
from personas.journey.models import JourneyStage
from pitch_builder.builds.manifest import ManifestFact, ManifestSlide
from pitch_builder.enums import Freshness
from pitch_builder.rooms.access import Guest
from pitch_builder.rooms.contents import SentAsset, ShownDeck, contents_of
from pitch_builder.rooms.recommending import Recommended, audience, recommend

Styles = dict[tuple[int, str], str]
"""CSS variables by version of the brand and family of the theme."""

BESIDE = 3
STAGES = "room-stages"
STAGE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of the reader's way: done, now or to come."""

    name: str
    state: str


@dataclass(frozen=True, slots=True)
class NextStep:
    title: str
    text: str
    link: str
    label: str


@dataclass(frozen=True, slots=True)
class DeckCard:
    shown: ShownDeck
    cover: SafeString
    style: str
    badge: tuple[str, str, str]
    """Level, word and icon of its state, in the prospect's words."""


@dataclass
class Photo:
    """As much of an asset as the fetching of renditions reads."""

    hero_image: Any = None

    @property
    def hero_image_id(self) -> int | None:
        return self.hero_image.pk if self.hero_image else None


@dataclass(frozen=True, slots=True)
class RoomView:
    title: str
    message: str
    rep: Any
    card: Any
    photo_holder: Photo
    steps: tuple[Step, ...]
    next_step: NextStep | None
    decks: tuple[DeckCard, ...]
    assets: tuple[SentAsset, ...]
    recommended: tuple[Recommended, ...]

    @property
    def beside(self) -> tuple[SentAsset, ...]:
        """Assets that stand beside the decks."""
        return self.assets[: BESIDE * len(self.decks)]

    @property
    def below(self) -> tuple[SentAsset, ...]:
        return self.assets[len(self.beside) :]


def room_view(guest: Guest) -> RoomView:
    """Gather the room's first page."""
    room = guest.room
    contents = contents_of(room)
    card = getattr(room.owner, "contact_card", None) if room.owner else None
    styles: Styles = {}
    return RoomView(
        title=guest.say(room.title),
        message=guest.say(room.message),
        rep=room.owner,
        card=card,
        photo_holder=Photo(card.photo if card else None),
        steps=journey_steps(guest),
        next_step=next_step(guest, card),
        decks=tuple(_deck_card(shown, styles) for shown in contents.decks),
        assets=contents.assets,
        recommended=tuple(recommend(room, guest.prospect, contents)),
    )


def journey_steps(guest: Guest) -> tuple[Step, ...]:
    """Return the stages in order, with the reader's own as now; none where it is not known."""
    _persona, now = audience(guest.room, guest.prospect)
    if now is None:
        return ()
    return tuple(
        Step(
            name,
            "now" if pk == now.pk else "done" if order < now.order else "next",
        )
        for pk, name, order in _stages()
    )


def _stages() -> list[tuple[int, str, int]]:
    """Number, name and place of each stage; kept for a minute in the process."""
    cache = caches["renditions"]
    known = cache.get(STAGES)
    if known is None:
        known = list(JourneyStage.objects.values_list("pk", "name", "order"))
        cache.set(STAGES, known, STAGE_SECONDS)
    return known


def next_step(guest: Guest, card: Any) -> NextStep | None:
    """Return what the room asks for: the rep's own words, else a time to talk, else None."""
    room = guest.room
    link = room.next_step_link or (card.booking_url if card else "")
    if not link and not room.next_step:
        return None
    rep = room.owner.first_name or room.owner.get_username() if room.owner else _("us")
    return NextStep(
        title=guest.say(room.next_step) or _("Talk it through with %(rep)s") % {"rep": rep},
        text=guest.say(room.next_step_text)
        or (
            "" if room.next_step else _("Choose a time that suits you. Your questions come first.")
        ),
        link=link,
        label=_("Choose a time")
        if link and link == getattr(card, "booking_url", "")
        else _("Go on"),
    )


def _deck_card(shown: ShownDeck, styles: Styles) -> DeckCard:
    return DeckCard(
        shown=shown,
        cover=mark_safe(on_screen(shown.section(1))),
        style=theme_style(shown, styles),
        badge=state_badge(shown),
    )


def theme_style(shown: ShownDeck, known: Styles) -> str:
    """Return the theme that a build was printed in, as CSS variables."""
    from cms.brand.models import BrandVersion
    from cms.site.brand import public_brand

    number, family = key = shown.manifest.theme_version, shown.manifest.theme
    if key not in known:
        present = public_brand()
        if present.version == number:
            theme = present.theme
        else:
            try:
                theme = theme_of_version(number)
            except BrandVersion.DoesNotExist:
                theme = FOLIO
        known[key] = css_variables(in_family(theme, family))
    return known[key]


def state_badge(shown: ShownDeck) -> tuple[str, str, str]:
    """Return level, word and icon: current, or being updated."""
    if shown.state is Freshness.CURRENT:
        return "ok", _("Current"), "check"
    return "warn", _("Being updated"), "clock"


@dataclass(frozen=True, slots=True)
class StripItem:
    number: int
    title: str
    html: SafeString
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class DeckView:
    """One slide of a deck with all that stands round it."""

    shown: ShownDeck
    slide: ManifestSlide
    html: SafeString
    style: str
    withdrawn: bool
    badge: tuple[str, str, str]
    previous: int | None
    following: int | None
    strip: tuple[StripItem, ...]
    facts: tuple[tuple[ManifestFact, date | None], ...]
    """The figures on the slide, each with its as-of date."""
    read_on: Asset | None
    """The asset that the slide is from, where it may be opened."""

    @property
    def is_last(self) -> bool:
        return self.following is None


def deck_view(guest: Guest, shown: ShownDeck, number: int) -> DeckView:
    """Gather one slide's page. `number` must be one of the deck's."""
    slide = shown.slides[number]
    withdrawn = number in shown.withdrawn
    return DeckView(
        shown=shown,
        slide=slide,
        html=mark_safe(on_screen(shown.section(number), reader=True)),
        style=theme_style(shown, {}),
        withdrawn=withdrawn,
        badge=state_badge(shown),
        previous=number - 1 if number > 1 else None,
        following=number + 1 if number < shown.count else None,
        strip=tuple(
            StripItem(
                one.number,
                "" if one.number in shown.withdrawn else one.title,
                mark_safe(on_screen(shown.section(one.number))),
                one.number in shown.withdrawn,
            )
            for one in shown.manifest.slides
        ),
        facts=()
        if withdrawn
        else tuple((fact, parse_date(fact.as_of or "")) for fact in slide.facts),
        read_on=None if withdrawn else _read_on(slide.asset),
    )


def _read_on(pk: int | None) -> Asset | None:
    rows = Asset.objects.showable_to_prospects().defer("body", "slides")
    return rows.filter(pk=pk).first() if pk else None
