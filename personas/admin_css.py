from __future__ import annotations

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString


def stylesheet() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("personas/css/people.css"))


def icons(names: list[str]) -> list[str]:
    return [*names, "personas/icons/briefcase.svg"]
