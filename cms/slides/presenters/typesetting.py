"""Text of slides made ready for templates: refined, escaped, balanced."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from cms.brand.themes import Theme
from cms.slides.metrics import ThemeMetrics, plain, theme_metrics
from cms.slides.typography import (
    SLACK,
    TAGS,
    Measure,
    balanced_width,
    bind_last,
    lines,
    refine,
    refine_html,
)

LOWERED = re.compile("[\u2080-\u2089]+")
PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.S)


@dataclass(frozen=True, slots=True)
class Words:
    """A text in its balanced width (mm); `size` names its class, `count` its lines.

    `least` is the narrowest width that keeps the lines, 0 where that is the width itself.
    """

    html: SafeString
    width: float
    count: int = 1
    size: str = ""
    least: float = 0.0

    @property
    def style(self) -> SafeString:
        return mark_safe(f"--w:{self.width:g}")

    def __bool__(self) -> bool:
        return bool(self.html)


@dataclass(frozen=True, slots=True)
class Typesetter:
    """Sets words in a theme's fonts. Widths in mm, sizes in pt."""

    theme: Theme

    @property
    def metrics(self) -> ThemeMetrics:
        return theme_metrics(self.theme)

    def inline(self, value: Any) -> SafeString:
        """A line of text or rich text as inline HTML."""
        if not value:
            return mark_safe("")
        if hasattr(value, "source"):
            return mark_safe(" ".join(self._paragraphs(value.source)))
        return mark_safe(_lowered(escape(refine(str(value).strip()))))

    def _paragraphs(self, source: str) -> list[str]:
        expanded = refine_html(expand_db_html(source)).replace("<br/>", " ")
        found = PARAGRAPH.findall(expanded) or [expanded]
        return [_lowered(text.strip()) for text in found if plain(text)]

    def paragraphs(self, value: Any, width: float, size: float) -> list[Words]:
        """Paragraphs of rich text, short ones balanced, the last words of long ones bound."""
        if not value:
            return []
        if not hasattr(value, "source"):
            parts = [str(self.inline(part)) for part in str(value).split("\n") if part.strip()]
        else:
            parts = self._paragraphs(value.source)
        return [self.text(mark_safe(part), width, size) for part in parts]

    def _set(self, markup: str, width: float, measure: Measure, most: int) -> Words:
        words = plain(markup)
        if not words:
            return Words(mark_safe(""), width, 0)
        count = lines(words.split(" "), width, measure)
        balanced = balanced_width(words, width, measure, most_lines=most)
        least = measure(words) * SLACK + 0.3 if count == 1 else balanced
        return Words(mark_safe(markup), balanced, count, least=min(least, width))

    def display(self, value: Any, width: float, size: float, most: int = 4) -> Words:
        """Text in the display face."""
        return self._set(
            self.inline(value), width, lambda text: self.metrics.display_width(text, size), most
        )

    def text(self, value: Any, width: float, size: float, *, strong: bool = False) -> Words:
        """Text in the text face, balanced up to three lines, its last words bound beyond."""
        markup = value if isinstance(value, SafeString) else self.inline(value)
        face = self.metrics.strong if strong or "<b>" in markup else self.metrics.text
        words = self._set(markup, width, lambda text: face.width(text, size), 3)
        if words.count <= 3:
            return words
        return Words(mark_safe(_bind_markup(markup)), width, words.count)

    def title(self, value: Any, width: float = 288.0) -> Words:
        """A slide's title: 34 pt on two lines, else 26 pt."""
        large = self.display(value, width, 34, most=2)
        if large.count <= 2:
            return Words(large.html, large.width, large.count, "large")
        small = self.display(value, width, 26, most=3)
        return Words(small.html, small.width, small.count, "small")

    def hang(self, size: float) -> str:
        """How far an opening quotation mark hangs outside the left edge, in mm."""
        return f"{self.metrics.display_width('“', size):.2f}"


def _lowered(markup: str) -> str:
    """Lowered digits as `<sub>`: few text faces have the characters of CO\u2082."""
    return LOWERED.sub(
        lambda found: "<sub>" + "".join(str(ord(c) - 0x2080) for c in found[0]) + "</sub>", markup
    )


def _bind_markup(markup: str) -> str:
    """`bind_last` for the text after the last tag, so that no tag is torn."""
    parts = TAGS.split(markup)
    parts[-1] = html.escape(bind_last(html.unescape(parts[-1])), quote=False)
    return "".join(parts)
