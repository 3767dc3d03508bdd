"""From a brief to a draft: what was understood, the storyline, and a slide for each place."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from cms.assets.models import Asset
from cms.taxonomy.models import Industry
from personas.access.roles import is_sales
from personas.accounts.models import Account
from personas.journey.models import JourneyStage
from personas.persona.models import Persona
from personas.persona.texts import lines_of
from personas.prospects.models import Prospect
from pitch_builder.briefs import candidates, planning, reading, storylines, templates, wording
from pitch_builder.briefs.candidates import Asked, Found
from pitch_builder.briefs.cues import Moment
from pitch_builder.briefs.planning import Filled
from pitch_builder.briefs.reading import Reading
from pitch_builder.briefs.roles import Role
from pitch_builder.briefs.storylines import Part
from pitch_builder.briefs.understanding import industries_like, read
from pitch_builder.decks.outlines import DeckTemplate, TemplateSlide
from pitch_builder.errors import NotAllowed, PitchError
from search import services as search
from search.results import SearchQuery

MOST_CHARACTERS = 1000  # of a brief
UNHEARD = 0.28  # cosine to all slides below which search is asked whether it knows the subject
# What is known beside the brief's words counts: a persona's pains beside a subject and without
# one, the words for the account's trade.
PAINS, PAINS_ALONE, TRADE = 0.5, 0.85, 0.8
QUESTIONED = 0.5  # what a stage's question counts that the brief repeats


class Choose(StrEnum):
    """How the storyline is found where no template is given."""

    BEST = "best"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Brief:
    """What a rep asks for. What is given by hand stands before what the words say; `ignored` are
    keys of terms that the words are not to be understood as."""

    words: str
    prospect: Prospect | None = None
    account: Account | None = None
    template: DeckTemplate | Choose = Choose.BEST
    persona: Persona | None = None
    stage: JourneyStage | None = None
    industry: Industry | None = None
    ignored: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide that was chosen or is offered: asset and block, and why."""

    asset: Asset
    block_id: str
    block_type: str
    title: str
    reason: str

    @property
    def key(self) -> str:
        return f"{self.asset.pk}:{self.block_id}"


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """A place of the deck, its slide and those that it can be swapped for."""

    slide: Slide
    alternatives: tuple[Slide, ...] = ()

    @property
    def options(self) -> tuple[Slide, ...]:
        return (self.slide, *self.alternatives)


@dataclass(frozen=True, slots=True)
class DraftPart:
    """A part of the storyline. `start` are the template's own slides, that stand here anyway."""

    number: int
    part: Part
    places: tuple[DraftPlace, ...]
    start: tuple[TemplateSlide, ...] = ()

    @property
    def missing(self) -> int:
        """How many places stay empty, for want of slides that fit."""
        return max(0, self.part.wanted - len(self.start) - len(self.places))

    @property
    def says(self) -> str:
        """Why places stay empty; nothing where none does."""
        if not self.missing:
            return ""
        if self.part.role is Role.OPENING:
            return _("This one is yours to write.")
        if self.places or self.start:
            return _("Nothing more fits well enough.")
        return _("Nothing fits well enough. Better none than a weak slide.")


@dataclass(frozen=True, slots=True)
class Draft:
    """A deck that could be made. `unheard` are topics to which no slide speaks."""

    brief: Brief
    reading: Reading
    persona: Persona | None
    stage: JourneyStage | None
    industries: tuple[Industry, ...]
    account: Account | None
    prospect: Prospect | None
    template: DeckTemplate | None
    title: str
    lead: str
    parts: tuple[DraftPart, ...]
    unheard: tuple[str, ...] = ()
    seconds: float = 0.0
    found: Found | None = field(default=None, repr=False)

    @property
    def places(self) -> list[DraftPlace]:
        return [place for part in self.parts for place in part.places]

    @property
    def slides(self) -> int:
        """How many slides the deck would have, its cover and closing aside."""
        return sum(len(part.places) + len(part.start) for part in self.parts)

    @property
    def is_foreign(self) -> bool:
        """Nothing that the brief says is known here."""
        return bool(self.unheard) and not self.places


def draft(brief: Brief, *, user: Any) -> Draft:
    """Return the deck that a brief would make; nothing is written.

    Raises NotAllowed for all but sales and where what is given by hand is hidden from `user`,
    PitchError for an empty brief, and search's errors. About twenty queries, and one or two a
    part of the storyline.
    """
    started = time.perf_counter()
    if not is_sales(user):
        raise NotAllowed(_("Only sales makes decks."))
    check_visible(user, brief.account, brief.prospect)
    words = " ".join(brief.words.split())[:MOST_CHARACTERS]
    if not words and brief.prospect is None:
        raise PitchError(_("Say in a sentence whom you meet and what they care about."))
    said = read(words, user=user, ignored=brief.ignored) if words else Reading()
    known = _known(brief, said, user)
    outline, template = _outline(brief, known, words)
    made = _filled(known, outline, template)
    return replace(made, brief=brief, seconds=time.perf_counter() - started)


def check_visible(user: Any, account: Account | None, prospect: Prospect | None) -> None:
    """Raise NotAllowed for an account or a prospect that is hidden from `user`."""
    if account and not Account.objects.visible_to(user).filter(pk=account.pk).exists():
        raise NotAllowed(_("You may not see this account."))
    if prospect and not Prospect.objects.visible_to(user).filter(pk=prospect.pk).exists():
        raise NotAllowed(_("You may not see this prospect."))


def _known(brief: Brief, said: Reading, user: Any) -> Draft:
    """Return a draft without parts: whom it is for, by hand, by the words, by the records."""
    prospect = brief.prospect or _row(Prospect.objects.visible_to(user), said, "prospect")
    account = brief.account or _row(Account.objects.visible_to(user), said, "account")
    if prospect is not None and prospect.account_id and not brief.account:
        account = prospect.account
    persona = brief.persona or (prospect.persona if prospect else None)
    persona = persona or _row(Persona.objects.live(), said, "persona")
    stage = brief.stage or _row(JourneyStage.objects.all(), said, "stage")
    stage = stage or (prospect.stage if prospect else None)
    return Draft(
        brief=brief,
        reading=said,
        persona=persona,
        stage=stage,
        industries=_industries(brief, said, account),
        account=account,
        prospect=prospect,
        template=None,
        title="",
        lead=_("For {{name}}") if prospect else "",
        parts=(),
    )


def _row(rows: Any, said: Reading, facet: str) -> Any:
    """Return the row that the words name, by slug or id."""
    values = said.slugs(facet)
    if not values:
        return None
    if facet in ("prospect", "account"):
        return rows.filter(pk=values[0]).first()
    found = {row.slug: row for row in rows.filter(slug__in=values)}
    return next((found[value] for value in values if value in found), None)


def _industries(brief: Brief, said: Reading, account: Account | None) -> tuple[Industry, ...]:
    if brief.industry:
        return (brief.industry,)
    if slugs := said.slugs("industry"):
        return tuple(Industry.objects.filter(slug__in=slugs))
    return tuple(industries_like(account.industry)) if account and account.industry else ()


# --- The storyline ------------------------------------------------------------------------
def _outline(
    brief: Brief, known: Draft, words: str
) -> tuple[tuple[Part, ...], DeckTemplate | None]:
    template: DeckTemplate | None = None
    if isinstance(brief.template, DeckTemplate):
        rows = [row for row in templates.templates() if row.pk == brief.template.pk]
        template = rows[0] if rows else brief.template
    elif brief.template is Choose.BEST:
        template = templates.best_fitting(templates.templates(), words, known.stage)
    outline = templates.parts_of(template) if template else storylines.storyline(_moment(known))
    return storylines.scaled(outline, known.reading.slides), template


def _moment(known: Draft) -> Moment | None:
    """Return which meeting it is, by the words or by the stage."""
    if known.reading.moment or known.stage is None:
        return known.reading.moment
    stages = list(JourneyStage.objects.values_list("slug", "name"))
    at = {reading.stage_at(moment, stages): moment for moment in reversed(Moment)}
    return at.get(known.stage.slug)


# --- The slides ---------------------------------------------------------------------------
def _filled(known: Draft, outline: Sequence[Part], template: DeckTemplate | None) -> Draft:
    start = _start(outline, template)
    said = _topics(known)
    background = _background(known, said)
    asked = Asked(
        parts=outline,
        topics=list(said),
        background={text: weight for text, (weight, _said) in background.items()},
        persona=known.persona,
        stage=known.stage,
        prospect=known.prospect,
        stages={stage.slug: stage for stage in _stages(outline)},
        industries=tuple(industry.slug for industry in known.industries),
        products=known.reading.slugs("product"),
        kinds=known.reading.slugs("kind"),
        template=template,
    )
    found = candidates.find(asked)
    unheard = _unheard(known, asked, found)
    found = replace(found, material=_without(found.material, asked.topics, unheard))
    said = {text: words for text, words in said.items() if text not in unheard}
    standing = {
        (slide.asset_id, slide.block_id) for rows in start for slide in rows if slide.asset_id
    }
    wanted = [max(0, part.wanted - len(rows)) for part, rows in zip(outline, start, strict=True)]
    if unheard and not (said or known.persona or known.industries or known.prospect):
        wanted = [0] * len(outline)
    filled = planning.plan(found.material, outline, wanted, standing)
    voice = wording.Voice(
        topics=[*said.values(), *(words for _weight, words in background.values())],
        persona=known.persona,
        trades={industry.slug: industry.name for industry in known.industries},
    )
    parts = tuple(
        DraftPart(
            number,
            part,
            _places(found, number, part, filled[number], replace(voice, stage=stage)),
            tuple(start[number]),
        )
        for number, part in enumerate(outline)
        for stage in [asked.stage_of(part)]
    )
    return replace(
        known,
        template=template,
        title=str(storylines.TITLES[_moment(known) or Moment.FIRST]),
        parts=parts,
        unheard=tuple(unheard),
        found=found,
    )


def _start(outline: Sequence[Part], template: DeckTemplate | None) -> list[list[TemplateSlide]]:
    if template is None:
        return [[] for _part in outline]
    return [list(section.start_slides.all()) for section in template.sections.all()]


def _stages(outline: Sequence[Part]) -> list[JourneyStage]:
    slugs = {part.stage for part in outline if part.stage}
    return list(JourneyStage.objects.filter(slug__in=slugs)) if slugs else []


def _topics(known: Draft) -> dict[str, str]:
    """Return the brief's topics, each with what a reason says of a slide that speaks to it."""
    said: dict[str, str] = {}
    for line in known.reading.lines:
        words = {"line": wording.quoted(line.text)}
        if line.kind == "objection":
            said[line.text] = _("Answers their objection “%(line)s”") % words
        elif line.kind == "pain":
            said[line.text] = _("Speaks to their trouble “%(line)s”") % words
    for topic in known.reading.topics:
        text = _("Speaks to “%(topic)s”") % {"topic": wording.quoted(topic.label)}
        said.setdefault(topic.label, text)
    return said


def _background(known: Draft, topics: Collection[str]) -> dict[str, tuple[float, str]]:
    """Return what is known beside the brief's words, what it counts, and what a reason says of
    a slide that speaks to it: nothing of a trade, which is said anyway."""
    found = dict.fromkeys(_trade(known), (TRADE, ""))
    for line in known.reading.lines:
        if line.kind == "question":
            text = _("Answers “%(line)s”") % {"line": wording.quoted(line.text)}
            found.setdefault(line.text, (QUESTIONED, text))
    if known.persona is not None:
        form = _("Speaks to what troubles %(persona)s: “%(pain)s”")
        for pain in lines_of(known.persona.pains):
            words = {"persona": known.persona.name, "pain": wording.quoted(pain)}
            found.setdefault(pain, (PAINS if topics else PAINS_ALONE, form % words))
    return {text: what for text, what in found.items() if text not in topics}


def _trade(known: Draft) -> list[str]:
    """Return the words for the account's trade: "port" tells a port from a shipping line."""
    said = [term.said for term in known.reading.terms if term.facet == "industry"]
    return said or ([known.account.name] if known.account else [])


def _unheard(known: Draft, asked: Asked, found: Found) -> list[str]:
    """Return the brief's own topics to which no slide and no page speaks."""
    lines = {line.text for line in known.reading.lines}
    lined = {term.said for term in known.reading.terms if term.line}
    unheard = []
    for place, topic in enumerate(asked.topics):
        if topic in lines or topic in lined:
            continue
        best = found.material.topics[place].max(initial=0.0)
        if best < UNHEARD and _is_unknown(topic):
            unheard.append(topic)
    return unheard


def _is_unknown(topic: str) -> bool:
    """Tell whether no page is about a topic, or half of its words stand in none."""
    page = search.search(SearchQuery(words=topic, limit=1))
    said = page.understood
    strange = len(said.unknown) + len(said.corrected)
    return page.weak or 2 * strange >= max(1, len(said.words))


def _without(
    material: planning.Material, topics: Sequence[str], unheard: Collection[str]
) -> planning.Material:
    """Return the material without topics that nothing speaks to: they would only be noise."""
    if not unheard:
        return material
    rows = len(material.topics)
    kept = [n for n in range(rows) if n >= len(topics) or topics[n] not in unheard]
    return replace(material, topics=material.topics[kept], weights=material.weights[kept])


def _places(
    found: Found, number: int, part: Part, rows: Sequence[Filled], voice: wording.Voice
) -> tuple[DraftPlace, ...]:
    def slide(row: int) -> Slide:
        offer = found.material.offers[row]
        why = found.why(number, offer.asset)
        said = wording.reason(found.material, number, part, row, why, voice)
        return Slide(found.assets[offer.asset], offer.block, offer.type, offer.title, said)

    return tuple(DraftPlace(slide(one.offer), tuple(map(slide, one.alternatives))) for one in rows)
