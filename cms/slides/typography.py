"""Typographic rules of slides. Pure: text in, text or millimetres out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from itertools import pairwise

from django.utils.formats import date_format

NBSP = "\u00a0"
MINUS = "\u2212"
BOUND_LETTERS = 11
SLACK = 1.012  # kerning may add a little to a line that was measured without it
PT = 25.4 / 72  # mm

Measure = Callable[[str], float]

TAGS = re.compile(r"(<[^>]*>)")
UNITS = (
    r"%|‰|°C|°F|°|k|m|bn|t|kg|g|km|cm|mm|kWh|MWh|GWh|h|min|s|ms|days?|weeks?|months?|years?|hours?"
    r"|minutes?|points?|pt|px|MB|GB|TB|EUR|USD|GBP|CHF|million|billion|x|×"
)
RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # A minus sign before a number, an en dash between numbers; dates such as 2026-11-24 stay.
    (re.compile(r"(?<![\w.,/-])-(?=[£$€]?\d)"), MINUS),
    (re.compile(rf"(?<=\d) +(?=(?:{UNITS})(?!\w))"), NBSP),
    (re.compile(r"(?<=[£$€]) +(?=\w)"), NBSP),
    (
        re.compile(
            r"(?<=\b\d) (?=(?:January|February|March|April|May|June|July|August|September"
            r"|October|November|December)\b)"
        ),
        NBSP,
    ),
    (
        re.compile(
            r"(?<=\b\d\d) (?=(?:January|February|March|April|May|June|July|August|September"
            r"|October|November|December)\b)"
        ),
        NBSP,
    ),
    (re.compile(r"(?<=\b\d{4})-(?=\d{4}\b)"), "–"),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r" -- "), " – "),
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"'(?=\d0s\b)"), "’"),
    (re.compile(r"(^|(?<=[\s(\[“—–\u00a0]))'"), "‘"),
    (re.compile(r"'"), "’"),
    (re.compile(r"(^|(?<=[\s(\[‘—–\u00a0]))\""), "“"),
    (re.compile(r"\""), "”"),
)


def slide_date(day: date) -> str:
    """Return a date with no-break spaces, as in 24 November 2026."""
    return date_format(day, "j F Y").replace(" ", NBSP)


def refine(text: str) -> str:
    """Curly quotes, U+2212 before numbers, no-break space before units. Idempotent."""
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    return text


def refine_html(html: str) -> str:
    """`refine` for the text between tags; character references of quotes are resolved first."""
    html = html.replace("&#x27;", "'").replace("&#39;", "'").replace("&quot;", '"')
    parts = TAGS.split(html)
    opened = ""
    for index, part in enumerate(parts):
        if index % 2 or not part:
            continue
        # What stands before a tag decides whether a quote after it opens or closes.
        joined = refine(opened + part)
        parts[index] = joined[len(opened) :] if joined.startswith(opened) else refine(part)
        opened = part[-1] if part[-1] not in "'\"-.0123456789" else ""
    return "".join(parts)


def bind_last(text: str, letters: int = BOUND_LETTERS) -> str:
    """Bind the last words with no-break spaces until the last unit has `letters` letters.

    At most half of the words are bound, so that a short text still breaks.
    """
    words = text.split(" ")
    for _turn in range(len(words) // 2):
        if len(words) < 3 or len(words[-1]) >= letters:
            break
        words[-2:] = [NBSP.join(words[-2:])]
    return " ".join(words)


def lines(words: Sequence[str], width: float, measure: Measure) -> int:
    """How many lines the words take, broken greedily at `width` (mm)."""
    if not words:
        return 0
    count, current = 1, words[0]
    for word in words[1:]:
        longer = f"{current} {word}"
        if measure(longer) <= width:
            current = longer
        else:
            count, current = count + 1, word
    return count


def balanced_width(text: str, width: float, measure: Measure, *, most_lines: int = 3) -> float:
    """The narrowest width (mm) at which `text` keeps the line count that it has at `width`.

    The width itself for one line, for more than `most_lines`, and for a word that is too wide.
    """
    measure = cache(measure)  # the same beginnings of lines come at every width
    words = [word for word in re.split(r"[ \n\t]+", text) if word]
    count = lines(words, width, measure)
    widest = max((measure(word) for word in words), default=0.0)
    if not 1 < count <= most_lines or widest > width:
        return width
    low, high = max(widest, width / (count + 1)), width
    while high - low > 0.2:
        middle = (low + high) / 2
        if lines(words, middle, measure) <= count:
            high = middle
        else:
            low = middle
    return min(width, round(high * SLACK + 0.3, 1))


def largest_size(
    texts: Sequence[str],
    width: float,
    measure_at: Callable[[str, float], float],
    sizes: Sequence[float],
) -> float:
    """The first of the falling `sizes` (pt) at which each text fits `width` (mm); else the last.

    Figures on one slide share one size, so the widest decides for all.
    """
    for size in sizes:
        if all(measure_at(text, size) * SLACK <= width for text in texts):
            return size
    return sizes[-1]


def falling(sizes: Sequence[float]) -> bool:
    return all(one > other for one, other in pairwise(sizes))
