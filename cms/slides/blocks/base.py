"""What all slide blocks share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StructBlock, StructBlockValidationError

TITLE_WORDS = 40

WORDS = _("Words")
PROOF = _("Proof and figures")
FLOW = _("Opening and closing")


class SlideBlock(StructBlock):
    """One slide. Its template and limits stand with the layout of the same name."""

    def clean(self, value: Mapping[str, Any]) -> Any:
        cleaned = super().clean(value)
        if len((cleaned.get("title") or "").split()) > TITLE_WORDS:
            message = _("A title has at most %(count)d words.") % {"count": TITLE_WORDS}
            raise StructBlockValidationError({"title": ValidationError(message)})
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from cms.slides.preview import preview_slide

        context = super().get_context(value, parent_context)
        return {**context, "slide": preview_slide(self.name, value, context)}

    def get_preview_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from cms.slides.preview import preview_slide

        context = dict(super().get_preview_context(value, parent_context))
        return {**context, "slide": preview_slide(self.name, value, context)}

    def get_preview_value(self) -> Any:
        from cms.slides.samples import SAMPLES

        return self.to_python(SAMPLES[self.name])

    @cached_property
    def is_previewable(self) -> bool:
        return True

    class Meta:
        template = "cms/slides/on_page.html"
        preview_template = "cms/slides/block_preview.html"
        collapsed = True
