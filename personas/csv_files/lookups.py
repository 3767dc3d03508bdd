"""Records that rows name in words, loaded once for all rows."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext as _

from personas.access.ownership import first_owner
from personas.access.roles import is_lead
from personas.csv_files.importing import Draft


class Users:
    """Owners, by user name or e-mail address."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.found: dict[str, Any] = {}
        for candidate in get_user_model()._default_manager.filter(is_active=True):
            for name in (candidate.get_username(), candidate.email, candidate.get_full_name()):
                if name:
                    self.found.setdefault(name.casefold(), candidate)

    def read(self, draft: Draft) -> None:
        """Understand the row's `owner`; only leads give records to others."""
        text = draft.text("owner")
        if not text:
            return
        owner = self.found.get(text.casefold())
        if owner is None:
            draft.refuse("owner", _("no user is called “%(text)s”") % {"text": text})
        elif owner != self.user and not is_lead(self.user):
            draft.refuse("owner", _("only a lead may give records to others"))
        else:
            draft.values["owner"] = owner

    def take_over(self, instance: Any) -> None:
        """A new record that names no owner is the importing rep's own; a lead's has none."""
        if instance.owner_id is None:
            instance.owner = first_owner(self.user)


class Named:
    """Personas or stages, by short name or name, upper and lower case alike."""

    def __init__(self, rows: models.QuerySet) -> None:
        self.found: dict[str, Any] = {}
        self.names: list[str] = []
        for row in rows:
            self.names.append(row.slug)
            self.found.setdefault(row.name.casefold(), row)
        for row in rows:
            self.found[row.slug.casefold()] = row

    def read(self, draft: Draft, column: str) -> None:
        text = draft.text(column)
        if not text:
            return
        row = self.found.get(text.casefold())
        if row is not None:
            draft.values[column] = row
            return
        known = ", ".join(self.names) or _("none yet")
        draft.refuse(
            column,
            _("“%(text)s” is not known; there are: %(known)s") % {"text": text, "known": known},
        )
