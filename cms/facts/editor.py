"""The `fact` feature of the rich text editor."""

from __future__ import annotations

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature

from cms.facts.models import Fact
from cms.facts.rich_text import CONTENTSTATE_RULE, ENTITY_TYPE, FactEmbedHandler


def register(features: Any) -> None:
    """Register handler, editor plugin and conversion under the feature name `fact`."""
    features.register_embed_type(FactEmbedHandler)
    features.register_editor_plugin(
        "draftail",
        "fact",
        EntityFeature(
            {
                "type": ENTITY_TYPE,
                "icon": "tag",
                "description": _("Fact"),
                "attributes": ["id", "fallback", "text", "state", "label"],
                "whitelist": {"id": True},
                "chooserUrls": {
                    "fact": reverse_lazy(
                        Fact.snippet_viewset.chooser_viewset.get_url_name("choose")
                    )
                },
            },
            js=["wagtailadmin/js/chooser-modal.js", "cms/js/fact-entity.js"],
            css={"all": ["cms/css/fact-entity.css"]},
        ),
    )
    features.register_converter_rule("contentstate", "fact", CONTENTSTATE_RULE)
    features.default_features.append("fact")
