"""What an import says about a document that it took, though not unchanged."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Note(TextChoices):
    """Kinds of remarks; each is counted by document."""

    REMOTE_PICTURE = "remote_picture", _("pictures elsewhere on the web became links")
    BAD_PICTURE = "bad_picture", _("pictures could not be taken")
    EMBED = "embed", _("embedded frames, films or sounds became links")
    DEAD_LINK = "dead_link", _("links to what is not in the folder became plain text")
    ANCHOR = "anchor", _("links to a place on the same page became plain text")
    BAD_LINK = "bad_link", _("links with an unsafe address became plain text")
    HEADING_LINK = "heading_link", _("headings lost their link")
    CELL_LINK = "cell_link", _("table headings lost their link")
    SUBSCRIPT = "subscript", _("subscripts became plain text")
    SHORTENED = "shortened", _("texts were shortened")
    MIXED_LIST = "mixed_list", _("lists inside a list took on its type")
    DEEP_LIST = "deep_list", _("list items below the fifth level moved up to it")


def sentences(counts: Mapping[Note, int]) -> list[str]:
    """Return the counted remarks as texts: "headings lost their link: 3"."""
    return [f"{note.label}: {count}" for note, count in sorted(counts.items()) if count]
