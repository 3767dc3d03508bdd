"""Why a slide was chosen, in words that a rep would use to a colleague."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from cms.recommendations.services import Recommendation
from cms.recommendations.smoothing import MORE
from pitch_builder.briefs.planning import LEAST_KNOWN, Material, Offer
from pitch_builder.briefs.roles import Role
from pitch_builder.briefs.storylines import Part

SAID = 0.27  # cosine from which a slide may be told to speak to a topic
LONGEST = 60  # characters of a topic that is quoted
MOST = 3  # things that are said


@dataclass(frozen=True, slots=True)
class Voice:
    """What reasons may name: the brief's topics with what to say of each, the persona and the
    names of the trades by slug."""

    topics: Sequence[str]
    persona: Any = None
    stage: Any = None
    trades: Mapping[str, str] | None = None


def reason(
    material: Material,
    number: int,
    part: Part,
    row: int,
    why: Recommendation | None,
    voice: Voice,
) -> str:
    """Say why offer `row` stands in part `number`, at most three things, the strongest first."""
    offer = material.offers[row]
    about, trade = _about(material, number, part, row, voice), _trade(offer, voice)
    said = [
        *(trade + about if part.serving.one_story else about + trade),
        *_made_for(why, voice),
        *_did(why),
        *_kept(offer, part),
    ]
    return " ".join(f"{sentence}." for sentence in said[:MOST])[:300]


def quoted(text: str) -> str:
    """Return a topic as it may stand between quotation marks."""
    text = text.strip().rstrip(".?!")
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rsplit(' ', 1)[0]} …"


def _about(material: Material, number: int, part: Part, row: int, voice: Voice) -> list[str]:
    """Say which topic of the brief, question or known pain the slide speaks to."""
    question = float(material.questions[number, row]) if part.question else 0.0
    said, near = _nearest(material, row, voice, material.weights == 1.0)
    if said and near >= max(SAID, question):
        return [said]
    if question >= SAID:
        return [_("Answers “%(question)s”") % {"question": quoted(part.question)}]
    said, near = _nearest(material, row, voice, material.weights < 1.0)
    return [said] if said and near >= LEAST_KNOWN else []


def _nearest(
    material: Material, row: int, voice: Voice, which: NDArray[np.bool_]
) -> tuple[str, float]:
    """Return what is said of the nearest of some topics, and how near it is."""
    rows = np.flatnonzero(which)
    if not len(rows):
        return "", 0.0
    near = material.topics[rows, row]
    best = int(near.argmax())
    return voice.topics[int(rows[best])], float(near[best])


def _trade(offer: Offer, voice: Voice) -> list[str]:
    if offer.trade != 1.0 or not voice.trades:
        return []
    names = {"trade": ", ".join(voice.trades.values())}
    if offer.kind == "case_study":
        return [_("A customer in their trade: %(trade)s") % names]
    return [_("For their trade: %(trade)s") % names]


def _made_for(why: Recommendation | None, voice: Voice) -> list[str]:
    if why is None:
        return []
    full = {term.name for term in why.terms if term.most and term.share >= 0.999 * term.most}
    persona = voice.persona if "persona" in full else None
    stage = voice.stage if "stage" in full else None
    if persona and stage:
        values = {"persona": persona.name, "stage": stage.name}
        return [_("Made for %(persona)s at the stage %(stage)s") % values]
    if persona:
        return [_("Made for %(persona)s") % {"persona": persona.name}]
    return [_("Made for the stage %(stage)s") % {"stage": stage.name}] if stage else []


def _did(why: Recommendation | None) -> list[str]:
    """Say that readers stayed with it more than usual."""
    terms = [term for term in why.terms if term.name == "outcome"] if why else []
    return [term.text for term in terms if term.filled > MORE]


def _kept(offer: Offer, part: Part) -> list[str]:
    if part.role in (Role.FIGURES, Role.PROOF) and offer.facts:
        return [_("Its figures are kept by marketing")]
    return []
