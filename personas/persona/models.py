from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model_string
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
    WorkflowState,
)

from personas.persona.enums import BuyingAuthority
from personas.persona.texts import lines_of


class PersonaQuerySet(models.QuerySet["Persona"]):
    def live(self) -> Self:
        return self.filter(live=True)

    def with_prospect_count(self) -> Self:
        """Each persona with `prospect_count`, erased prospects left out."""
        return self.annotate(
            prospect_count=models.Count(
                "prospects", filter=models.Q(prospects__erased_at=None), distinct=True
            )
        )

    def with_status(self) -> Self:
        """What the status in words needs, in two queries for all rows instead of two each."""
        scheduled = Revision.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Persona),
            object_id=Cast(models.OuterRef("pk"), models.CharField()),
            approved_go_live_at__isnull=False,
        )
        states = models.Prefetch(
            "workflow_states",
            queryset=WorkflowState.objects.active(),
            to_attr="_current_workflow_states",
        )
        return self.annotate(_is_scheduled=models.Exists(scheduled)).prefetch_related(states)


class Persona(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model
):
    """A kind of buyer. Content is written for personas; prospects are matched to them."""

    name = models.CharField(
        _("name"),
        max_length=80,
        help_text=_("A name the team will say aloud, e.g. “Cautious CFO”."),
    )
    slug = models.SlugField(
        _("short name"),
        max_length=80,
        unique=True,
        help_text=_("Used in addresses, imports and filters, e.g. “cautious-cfo”."),
    )
    role = models.CharField(
        _("role"),
        max_length=120,
        help_text=_("Job titles this persona holds, e.g. “CFO, head of finance”."),
    )
    photo = models.ForeignKey(
        get_image_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("photo"),
        help_text=_("A face helps the team to write for a person."),
    )
    goals = models.TextField(
        _("goals"), blank=True, help_text=_("What they want to achieve. One on each line.")
    )
    pains = models.TextField(
        _("pains"), blank=True, help_text=_("What stands in their way. One on each line.")
    )
    objections = models.TextField(
        _("objections"),
        blank=True,
        help_text=_("Why they hesitate, in their own words. One on each line."),
    )
    trusted_sources = models.TextField(
        _("trusted sources"),
        blank=True,
        help_text=_("Where they look for information that they trust. One on each line."),
    )
    biggest_challenge = models.TextField(
        _("biggest challenge"),
        blank=True,
        help_text=_("The one thing that we can help with most."),
    )
    buying_authority = models.CharField(
        _("buying authority"),
        max_length=20,
        choices=BuyingAuthority,
        blank=True,
        help_text=_("The part they play when a purchase is decided."),
    )
    buying_notes = models.CharField(
        _("how they buy"),
        max_length=250,
        blank=True,
        help_text=_("Limits, committees, the time it takes: “signs alone up to 50,000”."),
    )
    evidence = models.TextField(
        _("evidence"),
        blank=True,
        help_text=_("What this rests on: interviews, won and lost deals, surveys, with dates."),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="owned_personas",
        verbose_name=_("owner"),
        help_text=_("Who keeps this persona true."),
    )
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="persona",
        for_concrete_model=False,
    )
    _revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="persona",
        for_concrete_model=False,
    )

    objects = PersonaQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("persona")
        verbose_name_plural = _("personas")

    def __str__(self) -> str:
        return self.name

    @property
    def revisions(self) -> models.QuerySet:
        return self._revisions.all()

    @property
    def approved_schedule(self) -> bool:
        """Waits to be published; known beforehand in a list `with_status`."""
        known: bool | None = getattr(self, "_is_scheduled", None)
        return self.scheduled_revision is not None if known is None else known

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "personas/persona/preview.html"

    @property
    def lists(self) -> list[tuple[str, list[str]]]:
        """The one-on-each-line texts as (label, lines); texts without a line are left out."""
        names = ("goals", "pains", "objections", "trusted_sources")
        rows = [(self._label(name), lines_of(getattr(self, name))) for name in names]
        return [row for row in rows if row[1]]

    def _label(self, name: str) -> str:
        return str(self._meta.get_field(name).verbose_name).capitalize()  # type: ignore[union-attr]
