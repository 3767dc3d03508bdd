"""Fact: a figure kept once, with its source and validity, and used by reference."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.admin.widgets import SlugInput
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index

from cms.facts.forms import FactForm
from cms.facts.values import FactState, FactValue
from cms.library.reach_panel import ReachPanel


class FactQuerySet(models.QuerySet["Fact"]):
    """Facts in the words of those who keep them."""

    def valid_on(self, day: date) -> Self:
        return self.filter(models.Q(valid_until=None) | models.Q(valid_until__gte=day))

    def usable(self) -> Self:
        """Published and not expired today."""
        return self.filter(live=True).valid_on(timezone.localdate())

    def expiring_within(self, days: int) -> Self:
        """Expired already or within `days` days, the first to go first."""
        limit = timezone.localdate() + timedelta(days=days)
        return self.filter(live=True, valid_until__lte=limit).order_by("valid_until", "label")


class Fact(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    models.Model,
):
    """One figure: value, unit, as-of date, source, owner and validity."""

    key = models.SlugField(
        _("key"),
        max_length=80,
        unique=True,
        help_text=_("A lasting short name, such as average-saving. Imports refer to it."),
    )
    label = models.CharField(
        _("label"), max_length=160, help_text=_("What the figure says, without the figure.")
    )
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=6)
    prefix = models.CharField(
        _("prefix"), max_length=8, blank=True, help_text=_("Stands before the number: £, €, +.")
    )
    unit = models.CharField(
        _("unit"), max_length=24, blank=True, help_text=_("Stands after the number: %, days, t.")
    )
    decimals = models.PositiveSmallIntegerField(
        _("decimals"), default=0, validators=[MaxValueValidator(6)]
    )
    as_of = models.DateField(_("as of"), help_text=_("The day the figure was true."))
    source = models.CharField(
        _("source"), max_length=300, help_text=_("Where it comes from, so that it can be checked.")
    )
    source_url = models.URLField(_("link to the source"), blank=True)
    valid_until = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_(
            "The last day it may be shown. Then decks refuse it, and pages show other words."
        ),
    )
    fallback = models.CharField(
        _("words to show instead"),
        max_length=160,
        validators=[RegexValidator(r"\S", _("Say something that is true without the figure."))],
        help_text=_(
            "Shown in running text where the figure is expired or deleted, such as “most sites”."
        ),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    notes = models.TextField(_("notes"), blank=True, help_text=_("For colleagues only."))

    revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="content_type",
        object_id_field="object_id",
        for_concrete_model=False,
    )
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        for_concrete_model=False,
    )

    objects: ClassVar[models.Manager[Fact]] = FactQuerySet.as_manager()

    base_form_class = FactForm
    panels = [
        ReachPanel("fact"),
        TitleFieldPanel("label", targets=["key"], placeholder=False, classname=""),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("prefix"),
                        FieldPanel("value", help_text=_("The number alone.")),
                        FieldPanel("unit"),
                    ]
                ),
                FieldPanel("decimals"),
            ],
            heading=_("Figure"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("as_of"), FieldPanel("valid_until")]),
                FieldPanel("source"),
                FieldPanel("source_url"),
                FieldPanel("owner"),
            ],
            heading=_("Why it is true"),
        ),
        FieldPanel("fallback"),
        FieldPanel("key", widget=SlugInput),
        FieldPanel("notes"),
    ]

    search_fields = [
        index.SearchField("label"),
        index.SearchField("key"),
        index.AutocompleteField("label"),
        index.AutocompleteField("key"),
        index.FilterField("live"),
        index.FilterField("valid_until"),
    ]

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        ordering = ["label"]

    def __str__(self) -> str:
        return f"{self.label}: {self.current.display}"

    @property
    def current(self) -> FactValue:
        """The value as these fields hold it; on a row from the database, the live one."""
        return FactValue(
            id=self.pk or 0,
            key=self.key,
            label=self.label,
            number=self.value,
            prefix=self.prefix,
            unit=self.unit,
            decimals=self.decimals,
            as_of=self.as_of,
            source=self.source,
            valid_until=self.valid_until,
            fallback=self.fallback,
            version=self.live_revision_id,
            published=self.live,
        )

    @property
    def state(self) -> FactState:
        return self.current.state(timezone.localdate())

    def get_preview_template(self, request, mode_name: str) -> str:  # type: ignore[no-untyped-def]
        return "cms/facts/preview.html"
