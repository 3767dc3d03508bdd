"""What a deck tells, part by part (pure): the storylines of decks that no template fits.

Declared once, here. Which slides serve a part: `roles`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pitch_builder.briefs.cues import Moment
from pitch_builder.briefs.roles import SERVING, Role, Serving


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a storyline. `question` is in the buyer's words; `stage` the slug of the stage
    that is preferred here, else the deck's own; `wanted` how many slides belong here."""

    name: str
    role: Role
    question: str
    wanted: int = 1
    hint: str = ""
    stage: str = ""
    required: bool = False

    @property
    def serving(self) -> Serving:
        return SERVING[self.role]


@dataclass(frozen=True, slots=True)
class Told:
    """What a role is called where no template says so, what its buyer asks, what belongs there."""

    name: Promise
    question: Promise
    hint: Promise
    required: bool = False


TOLD: Mapping[Role, Told] = {
    Role.PROBLEM: Told(
        _("The problem"),
        _("What goes wrong, and what does it cost?"),
        _("What troubles them, in their own words."),
        required=True,
    ),
    Role.INSIGHT: Told(
        _("What is behind it"),
        _("What is the cause, and what do most people not see?"),
        _("The finding that they will repeat to others."),
    ),
    Role.SOLUTION: Told(
        _("The solution"),
        _("How does it work, what does it do, and what does it replace?"),
        _("What it does, without superlatives."),
    ),
    Role.PROOF: Told(
        _("Proof"),
        _("Who in our trade has done it, and what came of it?"),
        _("A customer of their trade, with figures and a voice."),
        required=True,
    ),
    Role.FIGURES: Told(
        _("In figures"),
        _("What does it save, what does it cost, and when does it pay back?"),
        _("What it brings, in figures that hold."),
    ),
    Role.PLAN: Told(
        _("How it starts"),
        _("How long does the start take, and what do you need from us?"),
        _("Weeks, and hours on both sides."),
    ),
    Role.SAFETY: Told(
        _("What could go wrong"),
        _("Where is our data, who may see it, what if it fails, and how do we leave?"),
        _("Answer it before they ask."),
    ),
    Role.NEXT: Told(
        _("Next step"),
        _("What happens first, and on which day?"),
        _("One step with a date. Your contact follows by itself."),
        required=True,
    ),
}

# How many slides each role has at a meeting; the order is the order of the deck.
STORYLINES: dict[Moment, tuple[tuple[Role, int], ...]] = {
    Moment.FIRST: (
        (Role.PROBLEM, 2), (Role.INSIGHT, 1), (Role.SOLUTION, 1), (Role.PROOF, 2),
        (Role.FIGURES, 1), (Role.NEXT, 1),
    ),
    Moment.EXPLORE: (
        (Role.PROBLEM, 1), (Role.INSIGHT, 2), (Role.SOLUTION, 2), (Role.PROOF, 2),
        (Role.FIGURES, 1), (Role.NEXT, 1),
    ),
    Moment.COMPARE: (
        (Role.PROBLEM, 1), (Role.INSIGHT, 1), (Role.SOLUTION, 2), (Role.PROOF, 3),
        (Role.FIGURES, 1), (Role.PLAN, 1), (Role.NEXT, 1),
    ),
    Moment.DECIDE: (
        (Role.PROBLEM, 1), (Role.INSIGHT, 1), (Role.SOLUTION, 1), (Role.PROOF, 2),
        (Role.FIGURES, 2), (Role.PLAN, 1), (Role.SAFETY, 1), (Role.NEXT, 1),
    ),
    Moment.CUSTOMER: (
        (Role.INSIGHT, 1), (Role.PROOF, 2), (Role.FIGURES, 1), (Role.SOLUTION, 1),
        (Role.PLAN, 1), (Role.NEXT, 1),
    ),
}  # fmt: skip

# What the cover says where the brief names no subject that would fit there.
TITLES = {
    Moment.FIRST: _("A first conversation with {{account}}"),
    Moment.EXPLORE: _("What it would take at {{account}}"),
    Moment.COMPARE: _("What {{account}} can compare"),
    Moment.DECIDE: _("A decision for {{account}}"),
    Moment.CUSTOMER: _("What comes next for {{account}}"),
}


def storyline(moment: Moment | None) -> tuple[Part, ...]:
    """Return the parts of a deck for a meeting; those of a first one where none is known."""
    return tuple(
        Part(
            name=str(TOLD[role].name),
            role=role,
            question=str(TOLD[role].question),
            wanted=wanted,
            hint=str(TOLD[role].hint),
            required=TOLD[role].required,
        )
        for role, wanted in STORYLINES[moment or Moment.FIRST]
    )


def scaled(parts: tuple[Part, ...], slides: int) -> tuple[Part, ...]:
    """Return the parts so that together they want about `slides`; each that wants any keeps one.

    What is asked for is spread by the shares that the parts have, the largest rests first.
    """
    whole = sum(part.wanted for part in parts)
    if not slides or not whole:
        return parts
    shares = [part.wanted * slides / whole for part in parts]
    counts = [
        max(min(1, part.wanted), int(share)) for part, share in zip(parts, shares, strict=True)
    ]
    rests = sorted(range(len(parts)), key=lambda at: int(shares[at]) - shares[at])
    for at in rests:
        if sum(counts) < slides:
            counts[at] += 1
    while sum(counts) > max(slides, sum(part.wanted > 0 for part in parts)):
        counts[max(range(len(parts)), key=lambda at: counts[at])] -= 1
    return tuple(replace(part, wanted=count) for part, count in zip(parts, counts, strict=True))
