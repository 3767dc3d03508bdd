"""Facts inline in rich text: `<embed embedtype="fact" fallback="…" id="12"/>`.

Three conversions: to the page (live value), to the editor (an entity whose text is the
value now) and back (the same tag, whatever the entity's text was).
"""

from __future__ import annotations

import re
from typing import Any

from django.utils.html import escape, format_html
from django.utils.translation import gettext as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    KEEP_WHITESPACE,
    InlineEntityElementHandler,
)
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea
from wagtail.rich_text import EmbedHandler

from cms.facts.models import Fact
from cms.facts.scope import current_scope

ENTITY_TYPE = "FACT"


class FactEmbedHandler(EmbedHandler):
    """Writes a fact's live value into a page, and names it to the reference index."""

    identifier = "fact"

    @staticmethod
    def get_model() -> type[Fact]:
        return Fact

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, str]) -> str:
        return cls.expand_db_attributes_many([attrs])[0]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        scope = current_scope()
        scope.load(fact_id for attrs in attrs_list if (fact_id := _fact_id(attrs)) is not None)
        return [_to_html(scope, attrs) for attrs in attrs_list]

    @classmethod
    def extract_references(cls, attrs: dict[str, str]) -> Any:
        if _fact_id(attrs) is not None:
            yield cls.get_model(), attrs["id"], "", ""


def _fact_id(attrs: dict[str, str]) -> int | None:
    value = attrs.get("id", "")
    return int(value) if value.isdecimal() else None


def _to_html(scope: Any, attrs: dict[str, str]) -> str:
    fallback = attrs.get("fallback", "")
    fact_id = _fact_id(attrs)
    if fact_id is None:
        return escape(fallback)
    words, value = scope.words(fact_id, fallback)
    if value is None:
        return escape(words)
    return format_html('<span class="fact" data-fact="{}">{}</span>', value.key, words)


class FactElementHandler(InlineEntityElementHandler):
    """`<embed embedtype="fact">` as an inline entity whose text is the value now.

    Wagtail's own inline handlers are for elements with text inside; an empty element would
    make an entity of no length, and the space after it would be dropped at each save.
    """

    mutability = "IMMUTABLE"

    def __init__(self) -> None:
        super().__init__(ENTITY_TYPE)

    def handle_starttag(self, name: str, attrs: Any, state: Any, contentstate: Any) -> None:
        super().handle_starttag(name, attrs, state, contentstate)
        entity = contentstate.entity_map[state.current_entity_ranges[-1].key]
        state.current_block.text += entity.data["text"]
        state.leading_whitespace = KEEP_WHITESPACE

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, str]:
        fact_id = _fact_id(attrs)
        fallback = attrs.get("fallback", "")
        value = current_scope().get(fact_id) if fact_id is not None else None
        if value is None:
            return {
                "id": attrs.get("id", ""),
                "fallback": fallback,
                "text": fallback or _("deleted figure"),
                "state": "deleted",
                "label": _("This fact was deleted. The page shows these words instead."),
            }
        scope = current_scope()
        return {
            "id": str(value.id),
            "fallback": fallback,
            "text": value.display,
            "state": value.state(scope.today).value,
            "label": f"{value.label} ({value.key})",
        }


def fact_entity(props: dict[str, Any]) -> Any:
    """Write the entity back as its tag; the text in the editor is only a view of the value.

    Bold and other styles of that text stand round the tag, as they stood round the text.
    """
    element = DOM.create_element(
        "embed",
        {
            "embedtype": "fact",
            "fallback": props.get("fallback") or "",
            "id": str(props.get("id")),
        },
    )
    for tag in reversed(_styles_of(props.get("children"))):
        element = DOM.create_element(tag, {}, element)
    return element


def _styles_of(node: Any) -> list[str]:
    """Return the style tags that wrap an exported text, the outermost first."""
    tags: list[str] = []
    while children := getattr(node, "children", None):
        if node.type != "fragment":
            tags.append(node.type)
        node = children[0]
    return tags


class FactConverter(ContentstateConverter):
    """Wagtail's converter, joining the halves of a style that a fact in the midst split."""

    _split = re.compile(r"</(b|i|s|strong|em|sup|sub|code|mark|del)><\1>")

    def to_database_format(self, contentstate_json: str) -> str:
        return self._split.sub("", super().to_database_format(contentstate_json))


class FactRichTextArea(DraftailRichTextArea):
    """The rich text editor of the whole admin: Draftail with Tandem's conversion."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.converter = FactConverter(self.features)


CONTENTSTATE_RULE = {
    "from_database_format": {'embed[embedtype="fact"]': FactElementHandler()},
    "to_database_format": {"entity_decorators": {ENTITY_TYPE: fact_entity}},
}
