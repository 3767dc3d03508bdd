"""StreamField blocks whose text may carry facts."""

from __future__ import annotations

import re
from typing import Any

from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import RichTextBlock
from wagtail.rich_text import RichText, expand_db_html, get_text_for_indexing
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.facts.models import Fact
from cms.facts.scope import current_scope
from cms.facts.values import FactState

_BLANKS = re.compile(r"[ \t\r\n\f]+")  # as HTML has them: one that may not break is none
_LINE_END = re.compile(r"</(?:p|h\d|li|blockquote)>|<[bh]r\s*/?>", re.IGNORECASE)


def plain_text(source: str) -> str:
    """Return rich text as plain text, with the words that each fact shows now.

    Wagtail's own conversion drops embeds, and with them the figures.
    """
    return get_text_for_indexing(expand_db_html(source))


def plain_lines(source: str) -> str:
    """Return rich text as plain text, each paragraph, heading and item of a list a line."""
    html = _LINE_END.sub(r"\g<0>\n", _BLANKS.sub(" ", expand_db_html(source)))
    lines = get_text_for_indexing(html).split("\n")
    return "\n".join(filter(None, map(str.strip, lines)))


class CopyBlock(RichTextBlock):
    """Rich text in which facts are part of the words, in search and everywhere else."""

    def get_searchable_content(self, value: RichText) -> list[str]:
        if not self.search_index:
            return []
        return [force_str(plain_lines(value.source if value else ""))]

    class Meta:
        icon = "pilcrow"


class SlideTextBlock(CopyBlock):
    """Short text on a slide: bold and facts only."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": ["bold", "fact"], **kwargs})


class FactChooserBlock(SnippetChooserBlock):
    """Chooses a fact; its value comes from the open scope, so a page asks for all at once."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("cms.Fact", **{"label": _("Fact"), "required": False, **kwargs})

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        _name, _args, kwargs = super().deconstruct()
        return (
            "cms.facts.blocks.FactChooserBlock",
            (),
            {name: value for name, value in kwargs.items() if name != "target_model"},
        )

    def to_python(self, value: Any) -> Fact | None:
        return current_scope().fact(int(value)) if value else None

    def bulk_to_python(self, values: list[Any]) -> list[Fact | None]:
        scope = current_scope()
        scope.load(int(value) for value in values if value)
        return [scope.fact(int(value)) if value else None for value in values]

    def get_searchable_content(self, value: Fact | None) -> list[str]:
        """The figure is part of a slide's words, while it may be shown."""
        return [value.current.display] if value and value.state == FactState.LIVE else []

    class Meta:
        icon = "tag"
