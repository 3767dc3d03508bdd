"""DeckChange: one step that somebody did to a deck, and can take back."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _


class DeckChangeQuerySet(models.QuerySet["DeckChange"]):
    def done(self) -> Self:
        """In force, the newest first: the first is what undo takes back."""
        return self.filter(undone=False).order_by("-pk")

    def taken_back(self) -> Self:
        """The first is what redo does again."""
        return self.filter(undone=True).order_by("pk")

    def since(self, version: int) -> Self:
        """Done or taken back after the deck had this version, the newest first."""
        return self.filter(version__gt=version).order_by("-version")


class DeckChange(models.Model):
    """One step: its words, who did it and when, and what it did (see `deltas`).

    `version` is the deck's after the step was last done or taken back. `merge_key` lets steps
    of one kind on one slide that follow each other quickly be one; `token` is the client's name
    of the request that last did it or took it back, so that asking twice does not do it twice.
    """

    deck = models.ForeignKey(
        "pitch_builder.Deck", on_delete=models.CASCADE, related_name="changes"
    )
    label = models.CharField(_("change"), max_length=200)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("when"))
    delta = models.JSONField()
    undone = models.BooleanField(default=False)
    version = models.PositiveIntegerField()
    merge_key = models.CharField(max_length=40, blank=True)
    token = models.CharField(max_length=36, blank=True)

    objects: ClassVar[Any] = DeckChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a deck")
        verbose_name_plural = _("changes of decks")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["deck", "version"], name="deck_change_version")]

    def __str__(self) -> str:
        return self.label

    def told_to(self, reader: Any) -> str:
        """Return such as “Ida Berg, 14:03: 3 slides removed”."""
        return _now("%(who)s, %(when)s: %(what)s") % {
            "who": _now("You") if self.user_id == reader.pk else self.who,
            "when": date_format(localtime(self.at), "H:i"),
            "what": self.what,
        }

    @property
    def who(self) -> str:
        user: Any = self.user
        return (user.get_full_name() or user.get_username()) if user else _now("Somebody")

    @property
    def what(self) -> str:
        return (
            _now("%(change)s, then undone") % {"change": self.label} if self.undone else self.label
        )
