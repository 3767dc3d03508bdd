from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model_string


class ContactCard(models.Model):
    """How a prospect reaches a member of the team; shown in rooms and on decks."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="contact_card",
        verbose_name=_("user"),
    )
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    phone = models.CharField(
        _("phone"), max_length=40, blank=True, help_text=_("With country code: +44 20 7946 0000.")
    )
    photo = models.ForeignKey(
        get_image_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("photo"),
    )
    booking_url = models.URLField(
        _("booking link"), blank=True, help_text=_("Where a prospect can choose a time to meet.")
    )

    class Meta:
        ordering = ["user__last_name", "pk"]
        verbose_name = _("contact card")
        verbose_name_plural = _("contact cards")

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        if self.user is None:
            return str(_("No user"))
        return self.user.get_full_name() or self.user.get_username()

    @property
    def email(self) -> str:
        return self.user.email if self.user else ""
