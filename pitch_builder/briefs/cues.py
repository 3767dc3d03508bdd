"""The plain words that briefs are written with (pure): what announces a worry, which meeting a
deck is for, and what job titles have in common. Declared once, here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum


class Moment(StrEnum):
    """Which meeting it is, from the first to those with a customer."""

    FIRST = "first"
    EXPLORE = "explore"
    COMPARE = "compare"
    DECIDE = "decide"
    CUSTOMER = "customer"


# Where a moment lies on the buyer's way: 0 the first of the stages, 1 the last.
ALONG = {
    Moment.FIRST: 0.0,
    Moment.EXPLORE: 0.25,
    Moment.COMPARE: 0.5,
    Moment.DECIDE: 0.75,
    Moment.CUSTOMER: 1.0,
}

# Ways to name a meeting. The first that stands in the brief counts; the longer are tried first.
MEETINGS: dict[Moment, str] = {
    Moment.FIRST: r"""(?:first|initial|introductory|opening|intro)\s+
        (?:meeting|call|conversation|contact|visit|date|talk|chat|pitch|presentation|deck)
        | cold\s+call | discovery(?:\s+call|\s+meeting)? | introduction | intro
        | (?:have|has)\s+never\s+met | get(?:ting)?\s+to\s+know""",
    Moment.EXPLORE: r"""(?:second|follow[\s-]?up|next)\s+(?:meeting|call|conversation|visit)
        | workshop | walk[\s-]?through | deep[\s-]?dive | demo(?:nstration)?""",
    Moment.COMPARE: r"""shortlist(?:ed|ing)? | compar(?:e|es|ing|ison) | evaluat(?:e|es|ing|ion)
        | versus | vs | pilot | proof\s+of\s+concept | poc | rfp | rfi | tender | bid
        | (?:is|are)\s+(?:also\s+)?(?:looking|talking)\s+(?:at|to)\s+(?:a\s+)?competitors?
        | competitors?""",
    Moment.DECIDE: r"""(?:final|closing|decision|board|pricing|contract|last)\s+
        (?:meeting|call|conversation|visit|presentation|round)
        | board | decision | decid(?:e|es|ing) | proposal | negotiat(?:e|es|ing|ions?)
        | sign(?:s|ing|ature)? | contract | business\s+case | go[\s-]?ahead
        | investment\s+committee | ready\s+to\s+buy""",
    Moment.CUSTOMER: r"""renewal | renew(?:s|ing)? | qbr | (?:annual|yearly|quarterly|growth)\s+
        (?:business\s+)?review | upsell(?:ing)? | expan(?:d|ds|ding|sion)
        | (?:existing|happy|present|current|our)\s+customer | (?:second|next|further|other|more)\s+
        (?:sites?|plants?|depots?|locations?|departments?|teams?) | roll(?:ing)?[\s-]?out""",
}

# Words that names of stages share with a moment, whatever a company calls its stages.
STAGE_WORDS: dict[Moment, str] = {
    Moment.FIRST: "notice aware awareness attention discover discovery problem unaware",
    Moment.EXPLORE: "understand learn explore consider consideration interest research educate",
    Moment.COMPARE: "compare comparison evaluate evaluation select options shortlist assess",
    Moment.DECIDE: "decide decision purchase buy commit close negotiate contract",
    Moment.CUSTOMER: "grow growth retain retention renew renewal expand loyalty advocate "
    "advocacy adopt adoption customer use",
}


class Kind(StrEnum):
    """What a stretch of a brief is about."""

    HEAD = "head"
    WORRY = "worry"
    ASK = "ask"
    ABOUT = "about"


# What stands before a worry, a wish or a subject. The text after it is taken word for word.
CUES: dict[Kind, str] = {
    Kind.WORRY: r"""(?:worried|concerned|anxious|nervous|afraid|scared|scept?ical|skeptical|unsure
        |uneasy|doubtful|frustrated|annoyed|unhappy|tired|sick)
        (?:\s+(?:about|of|that|whether|because\s+of|because|by|with|at|to))?\b
        | (?:worr(?:y|ies)|fears?|doubts?|dislikes?|hates?|complain(?:s|ed)?|object(?:s|ed)?
        |struggl(?:e|es|ing)|suffer(?:s|ing)?|balk(?:s|ed)?)
        (?:\s+(?:about|that|to|with|from|whether|of|at))?\b
        | (?:their|his|her|its)\s+(?:main\s+|biggest\s+|only\s+)?
        (?:worry|concern|fear|objection|problem|pain|issue|doubt)\s+(?:is|are)(?:\s+that)?\b
        | (?:says|said|thinks|believes|claims|argues|insists|feels)(?:\s+that)?\b
        | (?:they|people|some|we)\s+(?:say|think|believe|feel)(?:\s+that)?\b
        | (?:objections?|pains?|worry|worries|concerns?|problems?)\s*:""",
    Kind.ASK: r"""(?:ask|asks|asked|asking|wonder|wonders|wants?|wanted|needs?|would\s+like|hopes?)
        (?:\s+to\s+(?:know|see|understand|hear|learn)|\s+(?:about|for|whether|if|that|us))?
        (?:\s+(?:about|whether|if|that))?\b
        | (?:must|should)\s+(?:see|know|hear|learn)\b
        | (?:show|explain|prove)(?:\s+(?:her|him|them|that))?\b
        | (?:asks?|wants?|questions?)\s*:""",
    Kind.ABOUT: r"""(?:interested|invested)\s+in\b | (?:curious|talk|speak|mostly|all)\s+about\b
        | keen\s+on\b | cares?\s+(?:mostly\s+)?about\b | focus(?:ed|es|sed)?\s+on\b | about\b
        | (?:subject|topic)s?\s*:""",
}

# Words of a job title by what the job is for: a persona is known by its own name, and by these.
FUNCTIONS: dict[str, str] = {
    "finance": "finance financial fd cfo treasurer treasury controller controlling accountant "
    "accounting accounts",
    "operations": "operations operational operating coo plant works production manufacturing "
    "factory site fleet depot maintenance logistics transport warehouse",
    "it": "it data information technology technical cio cto ciso digital systems security "
    "infrastructure software",
    "engineering": "engineer engineering developer developers development devops platform "
    "architect architecture programmer",
    "procurement": "procurement purchasing purchase buyer buying sourcing supply",
    "sustainability": "sustainability sustainable esg csr environment environmental climate "
    "carbon",
    "marketing": "marketing cmo brand communications",
    "sales": "sales revenue cro commercial",
    "people": "hr people talent personnel chro",
    "legal": "legal counsel compliance lawyer",
    "product": "product products cpo",
    "lead": "ceo owner founder president managing general",
}

# A word of FUNCTIONS is a title beside one of these, or by itself where it names a person.
HEADS = frozenset(
    """chief director head lead leader manager officer vp chair responsible specialist analyst
    boss team people department engineer executive president""".split()  # noqa: SIM905
)
PERSONS = frozenset(
    """fd cfo coo cio cto ciso cmo cro chro cpo ceo treasurer controller buyer accountant engineer
    developer developers architect owner founder programmer lawyer counsel""".split()  # noqa: SIM905
)

# Words that speak of companies as such; the one before them says which trade.
COMPANIES = frozenset(
    """company companies firm business group maker manufacturer producer operator provider
    supplier retailer chain corporation enterprise organisation organization concern owner
    industry sector trade market client customer prospect account""".split()  # noqa: SIM905
)

# What a brief is full of and no slide is about.
FILLER = frozenset(
    """meeting meetings meet met call conversation visit talk deck decks slide slides pitch
    presentation present prepare draft make need needs please show tell give send bring build
    create want tomorrow today yesterday monday tuesday wednesday thursday friday saturday sunday
    morning afternoon evening week weeks month next last minute minutes hour hours short long quick
    new us let team colleague colleagues person people somebody someone they i we he she one two
    three four five six seven eight nine ten thirty forty fifty twenty fifteen good nice big small
    large medium sized size mid already yet still now soon later really very much many lot
    thing things stuff also maybe perhaps first second third introduce introduction know
    """.split()  # noqa: SIM905
)

# A number before one of these says how long something is; alone it is no topic.
LENGTHS = frozenset("min mins minute minutes h hr hrs hour hours".split())  # noqa: SIM905

LEADING = frozenset(
    """who whom that and but or so because being is are was were she he they it her his their its
    also then with which while since a an the our for to of at in from as by on""".split()  # noqa: SIM905
)
TRAILING = frozenset(
    """who whom that and but or so because being is are was were she he they it which while since
    with for to of at in from as by on very really mostly quite rather most mainly always
    a an the""".split()  # noqa: SIM905
)

NUMBERS = {
    word: number
    for number, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve fifteen twenty".split(),  # noqa: SIM905
        start=2,
    )
} | {"fifteen": 15, "twenty": 20}

END_OF_CLAUSE = re.compile(r"[.;!?\n]+(?=\s|$)|,(?=\s)|\s[-\u2013\u2014]+\s|\n")
COLON = re.compile(r"(?P<before>\w+)\s*:(?=\s)")
ANNOUNCING = frozenset(
    """objection objections pain pains worry worries concern concerns problem problems ask asks
    want wants question questions subject subjects topic topics say says said thinks think
    """.split()  # noqa: SIM905
)
# A clause that asks by itself: "who can read it", beside "who thinks that …", which has a cue.
QUESTION = re.compile(
    r"(?:and\s+)?(?P<asked>(?:how|what|where|when|why|whether|who|which)\s+\w+\s+\w+.*)",
    re.IGNORECASE | re.DOTALL,
)
WORD = re.compile(r"\w+(?:['\u2019]\w+)?")
SLIDES = re.compile(
    rf"\b(?P<n>\d{{1,2}}|{'|'.join(NUMBERS)})(?:\s+or\s+(?:\d{{1,2}}|\w+))?[\s-]+slides?\b",
    re.IGNORECASE,
)


def _either(patterns: Iterable[tuple[StrEnum, str]]) -> str:
    """Return one pattern of all, each a group of its key's name."""
    return "|".join(f"(?P<{key.value}>{pattern})" for key, pattern in patterns)


CUE = re.compile(rf"\b(?:{_either(CUES.items())})", re.IGNORECASE | re.VERBOSE)
MEETING = re.compile(rf"\b(?:{_either(MEETINGS.items())})\b", re.IGNORECASE | re.VERBOSE)
