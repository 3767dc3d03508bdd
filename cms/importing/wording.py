"""Small readings of texts: titles, names, dates, what a case study tells. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape

from cms.importing.conversion import Block

_ENDS = re.compile(r"<br/>|(?=<li\b)|</(?:p|li|ul|ol)>")
_TAGS = re.compile(r"<[^>]+>")
_SENTENCE_END = re.compile(r"[.!?…][\"”’)]?(?=\s|$)")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MARKDOWN_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_ADDRESS = re.compile(
    r"<?https?://[^\s>\"]+>?|\bwww\.\S+|\b[\w-]+\.(?:com|org|net|io|ch|de|in)\b/?"
)
_VERSUS = re.compile(r"\b(?:vs\.?|versus|compared (?:to|with)|against)\s", re.I)
_CHALLENGE = re.compile(r"\b(challenge|problem|background|goal|situation|need)s?\b", re.I)
_SOLUTION = re.compile(r"\b(solution|approach|implementation|result|how we|how they)s?\b", re.I)
_BOLD_LEAD = re.compile(r"^<p[^>]*><b>([^<]{2,60})</b>")


def plain(html: str) -> str:
    """Return rich text as words on one line."""
    text = _TAGS.sub("", _ENDS.sub(" ", html))
    return " ".join(unescape(text).split())


def block_text(block: Block) -> str:
    """Return the words of a paragraph, list, quote, heading or code block."""
    if block.type in {"paragraph", "list"}:
        return plain(block.value)
    if block.type == "quote":
        return plain(block.value["quote"])
    if block.type == "heading":
        return str(block.value["text"])
    if block.type == "code":
        return " ".join(block.value["code"].split())
    return ""


def plain_line(text: str) -> str:
    """Return a value of front matter without Markdown's and HTML's marks."""
    text = _MARKDOWN_LINK.sub(r"\1", unescape(text))
    text = re.sub(r"<[a-z/][^>]*>", " ", text, flags=re.I)
    return " ".join(re.sub(r"(\*\*|__|`|\\(?=\W))", "", text).split())


def shortened(text: str, limit: int) -> str:
    """Cut a text to `limit` characters: after a sentence where one ends late enough."""
    if len(text) <= limit:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text[: limit + 1])]
    if ends and limit * 0.4 <= ends[-1] <= limit:
        return text[: ends[-1]]
    head = text[: limit - 1]
    return (head.rsplit(" ", 1)[0] if " " in head else head).rstrip(" ,;:–-") + "…"


def day(text: str) -> date | None:
    """Return the day that a date or time in ISO's order begins with, or None."""
    if found := _DAY.match(text):
        try:
            return date(*map(int, found.groups()))
        except ValueError:
            return None
    return None


def term(text: str) -> str:
    """Return a topic as people write it: "open-data" is "Open data"."""
    words = plain_line(text)
    if " " not in words:
        words = words.replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]


def organisation(text: str) -> str:
    """Return a name without the addresses that stand behind it."""
    text = _ADDRESS.sub("", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", unescape(text)))
    text = re.sub(r"\s+and\s*$|[\s,;:(<\[\"“]+$", "", plain_line(text).strip(' ,;"“”'))
    return re.sub(r"\s+([,;])", r"\1", text).strip(' ,;"“”')


def competitor(title: str) -> str:
    """Return whom a comparison is about: its title, unless it names two and so does not say."""
    return "" if _VERSUS.search(title) else title


@dataclass(frozen=True, slots=True)
class Story:
    challenge: str
    solution: str


def story(blocks: Sequence[Block]) -> Story:
    """Return what a case study tells: sections that say so by name, else its first section.

    The solution is only taken where a section says so; nothing is guessed for it.
    """
    sections = _sections(blocks)
    challenge = _named(sections, _CHALLENGE)
    solution = _named(sections, _SOLUTION)
    if not challenge:
        # The first section that says something; a lone line above it is no section.
        told = [text for _label, text in sections if len(text.split()) >= 20]
        challenge = told[0] if told and told[0] != solution else ""
    return Story(challenge, solution)


def _sections(blocks: Sequence[Block]) -> list[tuple[str, str]]:
    sections: list[tuple[str, list[str]]] = [("", [])]
    for block in blocks:
        if block.type == "heading":
            sections.append((block.value["text"], []))
            continue
        text = block_text(block)
        lead = _BOLD_LEAD.match(block.value) if block.type == "paragraph" else None
        if lead:
            label = unescape(lead.group(1)).strip()
            if len(label.split()) <= 5:
                text = text.removeprefix(label).lstrip(": ")
                sections.append((label, []))
        if text:
            sections[-1][1].append(text)
    return [(label, " ".join(texts)) for label, texts in sections if texts]


def _named(sections: Sequence[tuple[str, str]], pattern: re.Pattern[str]) -> str:
    for label, text in sections:
        # A long heading is a sentence, not the name of a section.
        if len(label.split()) <= 6 and pattern.search(label):
            return text
    return ""
