"""The screen of a brief: what was understood, the storyline drawn, examples, the next address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import QueryDict
from django.utils.translation import gettext as _

from cms.assets.models import Asset
from cms.facts.references import facts_in
from cms.facts.scope import fact_scope
from cms.library.drawing import DrawnSlide, WantedSlide, draw, wanted_of
from cms.library.screen import Pill, for_pill
from cms.library.widening import why_of
from cms.taxonomy.models import Industry
from personas.persona.models import Persona
from personas.persona.texts import lines_of
from pitch_builder.briefs.drafting import Draft, DraftPart, DraftPlace, Slide
from pitch_builder.briefs.forms import IGNORED, BriefForm
from pitch_builder.briefs.reading import Term
from pitch_builder.decks.alternatives import Alternative
from pitch_builder.decks.outlines import DeckTemplate, TemplateSlide, family_of

EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Option:
    """A slide at a place: `key` is what the form sends, empty `drawn` where it is gone."""

    key: str
    slide: Slide
    drawn: DrawnSlide | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A place with its options, under the name that the form sends it by; `left_out` where none
    of them is to stand there."""

    name: str
    number: int
    options: tuple[Option, ...]
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class ShownStart:
    """A slide that the template brings."""

    slide: TemplateSlide
    number: int
    drawn: DrawnSlide | None


@dataclass(frozen=True, slots=True)
class ShownPart:
    part: DraftPart
    places: tuple[ShownPlace, ...]
    start: tuple[ShownStart, ...]


def place_name(part: int, place: int) -> str:
    return f"place-{part}-{place}"


def chosen_of(draft: Draft, sent: Mapping[str, Any]) -> dict[tuple[int, int], str]:
    """Return what the form chose at each place; a place that it does not name keeps its slide."""
    return {
        (part.number, number): str(sent[name])[:80]
        for part in draft.parts
        for number in range(len(part.places))
        if (name := place_name(part.number, number)) in sent
    }


def shown_parts(
    draft: Draft, chosen: Mapping[tuple[int, int], str] | None = None
) -> tuple[ShownPart, ...]:
    """Return the storyline with its slides drawn; about eight queries, however many slides."""
    drawn = _drawn(draft)
    count = 1  # the cover
    found = []
    for part in draft.parts:
        start = tuple(
            ShownStart(slide, count + at, drawn.get((slide.asset_id or 0, slide.block_id)))
            for at, slide in enumerate(part.start, start=1)
        )
        count += len(start)
        places = []
        for number, place in enumerate(part.places):
            count += 1
            key = (chosen or {}).get((part.number, number), place.slide.key)
            places.append(_place(part.number, number, count, place, key, drawn))
        found.append(ShownPart(part, tuple(places), start))
    return tuple(found)


def _place(
    part: int,
    number: int,
    count: int,
    place: DraftPlace,
    key: str,
    drawn: Mapping[tuple[int, str], DrawnSlide],
) -> ShownPlace:
    options = tuple(
        Option(one.key, one, drawn.get((one.asset.pk, one.block_id)), one.key == key)
        for one in place.options
    )
    return ShownPlace(place_name(part, number), count, options, left_out=not key)


def _drawn(draft: Draft) -> dict[tuple[int, str], DrawnSlide]:
    """Draw all slides that a draft names, at once."""
    wanted: dict[tuple[int, str], WantedSlide] = {}
    for slide in (one for place in draft.places for one in place.options):
        for found in wanted_of(slide.asset.slides.raw_data, [slide.block_id]):
            wanted[slide.asset.pk, slide.block_id] = found
    start = [slide for part in draft.parts for slide in part.start if slide.asset_id]
    assets = Asset.objects.usable_in_decks().defer("body")
    for asset in assets.filter(pk__in={slide.asset_id for slide in start}):
        for slide in (one for one in start if one.asset_id == asset.pk):
            for found in wanted_of(asset.slides.raw_data, [slide.block_id]):
                wanted[asset.pk, slide.block_id] = found
    with fact_scope(facts_in([one.raw for one in wanted.values()]), show_expired=True):
        slides = draw(list(wanted.values()), family_of(draft.template))
        return dict(zip(wanted, slides, strict=True))


def drawn(
    offered: Sequence[Alternative], template: DeckTemplate | None
) -> list[tuple[Alternative, DrawnSlide]]:
    """Return those slides that may stand on a deck of this template now, drawn."""
    usable = Asset.objects.usable_in_decks().defer("body")
    assets = {
        asset.pk: asset
        for asset in usable.filter(pk__in=[one.asset_id for one in offered])
        if template is None or template.allows(asset.kind)
    }
    wanted = [
        (one, found)
        for one in offered
        if one.asset_id in assets
        for found in wanted_of(assets[one.asset_id].slides.raw_data, [one.block_id])
    ]
    with fact_scope(facts_in([found.raw for _one, found in wanted]), show_expired=True):
        slides = draw([found for _one, found in wanted], family_of(template))
    return [(one, slide) for (one, _found), slide in zip(wanted, slides, strict=True)]


# --- What was understood ------------------------------------------------------------------
def understood(draft: Draft, query: QueryDict) -> tuple[Pill, ...]:
    """Return what the words were understood as, each removable.

    What was chosen by hand, or is known of the prospect, needs no reading of the words.
    """
    brief = draft.brief
    by_hand = {
        "prospect": brief.prospect,
        "persona": brief.persona or (draft.prospect and draft.prospect.persona),
        "stage": brief.stage,
        "industry": brief.industry,
        "account": brief.account or (brief.prospect and brief.prospect.account),
    }
    return tuple(
        Pill(_label(term), for_pill(term.label), without(query, term.key), _what(term))
        for term in draft.reading.terms
        if not by_hand.get(term.facet)
    )


def _label(term: Term) -> str:
    return {
        "prospect": _("Prospect"),
        "account": _("Account"),
        "persona": _("Persona"),
        "stage": _("Stage"),
        "industry": _("Industry"),
        "product": _("Product"),
        "kind": _("Kind"),
        "slides": _("Slides"),
        "objection": _("Objection"),
        "pain": _("Pain"),
        "question": _("Question"),
        "worry": _("Worry"),
        "ask": _("Wants"),
        "about": _("About"),
    }[term.facet]


def _what(term: Term) -> str:
    """Say in full what a term does, or which words it was read from."""
    if term.line is not None:
        return why_of(term.line)
    if term.said and term.said.lower() != term.label.lower():
        return _("From “%(words)s”") % {"words": term.said}
    return term.label


def without(query: QueryDict, key: str) -> str:
    """Return the address of the same brief with one term not understood."""
    again = query.copy()
    again.appendlist(IGNORED, key)
    return f"?{again.urlencode()}"


@dataclass(frozen=True, slots=True)
class Correction:
    """What can be chosen by hand; `value` is what holds where nothing is."""

    name: str
    label: str
    value: str
    note: str
    options: tuple[tuple[str, str, bool], ...]


def corrections(draft: Draft, form: BriefForm) -> tuple[Correction, ...]:
    """Return persona, stage and industry as they may be corrected."""
    brief = draft.brief
    known = {
        "persona": (brief.persona, draft.persona.name if draft.persona else ""),
        "stage": (brief.stage, draft.stage.name if draft.stage else ""),
        "industry": (brief.industry, ", ".join(trade.name for trade in draft.industries)),
    }
    return tuple(
        Correction(
            name,
            str(form.fields[name].label),
            value,
            "" if chosen or not value else _note(name, draft),
            tuple((row.slug, row.name, row == chosen) for row in form.rows_of(name)),
        )
        for name, (chosen, value) in known.items()
    )


def _note(name: str, draft: Draft) -> str:
    """Say where a value comes from: the words, or the records."""
    if draft.reading.slugs(name) and not (name == "persona" and draft.prospect):
        return _("as understood")
    if draft.prospect is None:
        return _("the account's own")
    return _("%(name)s's own") % {"name": draft.prospect.first_name or draft.prospect}


# --- Examples -----------------------------------------------------------------------------
def examples() -> list[tuple[str, str]]:
    """Return briefs of this site's own personas and trades, each with its address.

    Two queries. Without personas or tagged content there is none to give.
    """
    personas = list(Persona.objects.live().order_by("pk")[:EXAMPLES])
    trades = list(
        Industry.objects.annotate(told=Count("assets")).filter(told__gt=0).order_by("-told", "pk")
    )
    briefs = list(_examples(personas, trades))
    return [(text, f"?{_query(words=text)}") for text in briefs]


def _examples(personas: Sequence[Persona], trades: Sequence[Industry]) -> Iterator[str]:
    meetings = (_("First meeting"), _("Second meeting"), _("Decision meeting"))
    for number, (persona, meeting) in enumerate(zip(personas, meetings, strict=False)):
        words = {"meeting": meeting, "persona": persona.name}
        pains = [line.rstrip(".") for line in lines_of(persona.pains)]
        if trades:
            words["trade"] = trades[number % len(trades)].name.lower()
            text = _("%(meeting)s, %(persona)s of a %(trade)s company") % words
        else:
            text = _("%(meeting)s, %(persona)s") % words
        if pains:
            text = _("%(brief)s. They say: %(pain)s") % {"brief": text, "pain": pains[0]}
        yield text


def _query(**values: str) -> str:
    query = QueryDict(mutable=True)
    query.update(values)
    return query.urlencode()
