"""What the storyboard's scripts say."""

from __future__ import annotations

from django.utils.translation import gettext as _


def board_words() -> dict[str, str]:
    """Return the words by their names in the scripts; %s and %(name)s are filled there."""
    return {
        "saved": _("Saved"),
        "saving": _("Saving…"),
        "offline": _("Not saved: offline, will try again"),
        "failing": _("Not saved: the site does not answer, will try again"),
        "signedOut": _("Not saved: sign in again in another tab, and it will be saved"),
        "conflict": _("Not saved: the deck was changed elsewhere"),
        "refused": _("Not saved: it was refused"),
        "selected": _("%s selected"),
        "movedTo": _("“%(title)s” is now slide %(number)s, in “%(section)s”"),
        "slides": _("Slides"),
        "adding": _("Adding…"),
        "edit": _("Edit"),
        "editCopy": _("Edit a copy"),
        "newSection": _("Name of the new section"),
        "rename": _("New name of the section"),
        "notesOf": _("Speaker notes: %s"),
        "addBefore": _("What you add goes before “%s”"),
        "addTo": _("What you add goes to “%s”"),
    }
