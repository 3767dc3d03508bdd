"""SlideDraft: what somebody is writing, before it is on the deck."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SlideDraft(models.Model):
    """A slide that is being written: a new one, a change of an own one, an edit of marketing's.

    `content` is the StreamField as the form had it, unfinished as it may be. `seen_digest` is the
    digest of the own content that the writer began from, empty where there was none; `based_on`
    and `based_digest` are marketing's, of an edit. `version` counts the saves, so that a second
    window is noticed; a draft that gave way to another is kept `set_aside`.
    """

    deck = models.ForeignKey("pitch_builder.Deck", on_delete=models.CASCADE, related_name="drafts")
    # Without a constraint: a slide that is taken off may come back, and its draft waits for it.
    slide = models.ForeignKey(
        "pitch_builder.DeckSlide",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="drafts",
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    section = models.CharField(max_length=80, blank=True)
    content = models.JSONField(default=list)
    title = models.CharField(max_length=250, blank=True)
    seen_digest = models.CharField(max_length=64, blank=True)
    based_on = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    based_digest = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(_("saved"))
    set_aside = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("draft of a slide")
        verbose_name_plural = _("drafts of slides")
        ordering = ["saved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["slide", "user"],
                condition=models.Q(set_aside=False, slide__isnull=False),
                name="one_draft_of_a_slide_and_user",
            )
        ]

    def __str__(self) -> str:
        return self.title or str(_("A slide of your own"))
