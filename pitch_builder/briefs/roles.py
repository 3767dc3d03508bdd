"""The roles that parts of a deck play, and which slides serve a role best (pure).

Declared once, here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cms.library.understanding import telling_stems


class Role(StrEnum):
    """What a part of a deck is for."""

    OPENING = "opening"
    PROBLEM = "problem"
    INSIGHT = "insight"
    SOLUTION = "solution"
    PROOF = "proof"
    FIGURES = "figures"
    TRUST = "trust"
    PLAN = "plan"
    SAFETY = "safety"
    NEXT = "next"
    GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Serving:
    """How a role is served. Fits are 0 to 1; what is not named fits by `others`, 0 excludes.

    `least` is the score below which a place rather stays empty.
    `topics`: how much what the brief says counts beside the part's own question, 0 to 1.
    `industry`: how much the account's trade counts. `one_story`: its slides belong together, so
    they come from one asset, two at most.
    """

    types: Mapping[str, float]
    kinds: Mapping[str, float]
    topics: float
    industry: float = 0.5
    one_story: bool = False
    others: float = 0.0
    other_kinds: float = 0.5
    least: float = 0.56


# Slides of an asset that frame it, or speak for another sender: a deck has its own.
FRAMES = frozenset({"title", "call_to_action"})
# What shows figures: no story is told without one where its asset has one.
SHOWING_FIGURES = frozenset({"figures", "chart", "table"})

SERVING: dict[Role, Serving] = {
    # What a meeting is about is the rep's to write: an asset's agenda is that of another one.
    Role.OPENING: Serving({}, {}, topics=0.3),
    Role.PROBLEM: Serving(
        {"statement": 1.0, "picture": 0.9, "figures": 0.85, "chart": 0.8, "two_columns": 0.6,
         "table": 0.5, "bullets": 0.5, "comparison": 0.4, "quote": 0.3},
        {"article": 1.0, "video": 0.9, "ebook": 0.9, "case_study": 0.6, "product_sheet": 0.4},
        topics=0.75,
    ),
    Role.INSIGHT: Serving(
        {"chart": 1.0, "figures": 1.0, "table": 0.85, "picture": 0.8, "comparison": 0.8,
         "two_columns": 0.8, "bullets": 0.75, "statement": 0.6, "quote": 0.2},
        {"article": 1.0, "ebook": 1.0, "video": 0.8, "case_study": 0.5, "product_sheet": 0.5},
        topics=0.75,
    ),
    Role.SOLUTION: Serving(
        {"bullets": 1.0, "picture": 0.9, "comparison": 0.9, "two_columns": 0.9, "table": 0.8,
         "timeline": 0.6, "statement": 0.6, "figures": 0.5, "chart": 0.5},
        {"product_sheet": 1.0, "article": 0.6, "comparison": 0.6, "case_study": 0.2},
        topics=0.5,
        industry=0.2,
    ),
    Role.PROOF: Serving(
        {"figures": 1.0, "quote": 0.95, "chart": 0.95, "statement": 0.7, "picture": 0.7,
         "two_columns": 0.75, "table": 0.75, "timeline": 0.5, "bullets": 0.55},
        {"case_study": 1.0, "video": 0.4},
        topics=0.5,
        industry=1.0,
        one_story=True,
        other_kinds=0.0,
    ),
    Role.FIGURES: Serving(
        {"figures": 1.0, "chart": 0.95, "table": 0.9, "comparison": 0.4},
        {"case_study": 0.8, "article": 0.8, "product_sheet": 0.6},
        topics=0.45,
    ),
    Role.TRUST: Serving(
        {"logos": 1.0, "quote": 0.6, "figures": 0.6},
        {},
        topics=0.2,
        industry=0.3,
    ),
    Role.PLAN: Serving(
        {"timeline": 1.0, "table": 0.8, "bullets": 0.7, "two_columns": 0.5, "figures": 0.4,
         "chart": 0.4, "agenda": 0.4},
        {"article": 0.9, "landing_page": 0.9, "product_sheet": 0.7, "case_study": 0.4},
        topics=0.25,
        industry=0.2,
    ),
    Role.SAFETY: Serving(
        {"bullets": 1.0, "table": 0.8, "figures": 0.8, "two_columns": 0.8, "statement": 0.7,
         "timeline": 0.4, "comparison": 0.5},
        {"product_sheet": 0.9, "article": 0.9, "case_study": 0.3},
        topics=0.3,
        industry=0.1,
    ),
    Role.NEXT: Serving(
        {"timeline": 1.0, "agenda": 0.9, "bullets": 0.6, "table": 0.5},
        {"landing_page": 1.0, "article": 0.8, "product_sheet": 0.6, "case_study": 0.1},
        topics=0.15,
        industry=0.1,
    ),
    Role.GENERAL: Serving(
        {"agenda": 0.3, "logos": 0.3}, {}, topics=0.4, industry=0.4, others=0.8, least=0.68
    ),
}  # fmt: skip

# Words by which a template's section says what it is for; its name tells more than its hint.
ROLE_WORDS: dict[Role, str] = {
    Role.OPENING: "opening agenda welcome",
    Role.PROBLEM: "problem challenge hear pain trouble situation struggle wrong",
    Role.INSIGHT: "insight finding cause lesson learn analysis",
    Role.SOLUTION: "solution product approach offer works work replace scope",
    Role.PROOF: "proof story case customer reference evidence success",
    Role.FIGURES: "figure figures return returns number numbers value roi cost costs price saving "
    "savings payback result results",
    Role.TRUST: "trust trusts logos about us company",
    Role.PLAN: "start starts plan implementation rollout onboarding weeks timeline",
    Role.SAFETY: "security safe safety risk exit compliance legal privacy",
    Role.NEXT: "next step steps decision decide sign action",
}
IN_NAME, IN_HINT, IN_QUERY = 3.0, 1.0, 1.0


def role_of(name: str, hint: str = "", query: str = "") -> Role:
    """Return what a section is for, by its own words; GENERAL where they do not tell."""
    weighed: dict[Role, float] = {}
    for role, said in ROLE_WORDS.items():
        stems = telling_stems(said)
        weighed[role] = (
            IN_NAME * len(stems & telling_stems(name))
            + IN_HINT * bool(stems & telling_stems(hint))
            + IN_QUERY * bool(stems & telling_stems(query))
        )
    best = max(weighed, key=lambda role: weighed[role])
    return best if weighed[best] else Role.GENERAL
