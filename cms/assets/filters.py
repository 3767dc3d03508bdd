"""What marketing narrows its list of assets by."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from cms.assets.enums import AssetKind, Visibility
from cms.assets.models import Asset
from cms.taxonomy.models import Industry, Product
from personas.access.lists import MineFilter, owner_filter
from personas.journey.models import JourneyStage
from personas.persona.models import Persona


class TermFilter(django_filters.ModelMultipleChoiceFilter):
    """Assets that carry one of the chosen terms, each once."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=CheckboxSelectMultiple, **kwargs)

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        if not value:
            return qs
        return qs.filter(pk__in=Asset.objects.filter(**{f"{self.field_name}__in": value}))


def _choice(**kwargs: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(widget=RadioSelect, empty_label=_("Any"), **kwargs)


class AssetFilterSet(WagtailFilterSet):
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"), choices=AssetKind.choices, widget=CheckboxSelectMultiple
    )
    visibility = django_filters.MultipleChoiceFilter(
        label=_("Who may see it"), choices=Visibility.choices, widget=CheckboxSelectMultiple
    )
    state = _choice(
        label=_("State"),
        method="filter_state",
        choices=[
            ("live", _("Published")),
            ("changed", _("Published, with a newer draft")),
            ("draft", _("Never published, or withdrawn")),
        ],
    )
    ends = _choice(
        label=_("Ends"),
        method="filter_ends",
        choices=[
            ("30", _("To expire or be reviewed within 30 days")),
            ("90", _("To expire or be reviewed within 90 days")),
            ("past", _("Expired")),
        ],
    )
    tags = _choice(
        label=_("Tags"),
        method="filter_tags",
        choices=[("none", _("Without persona or stage")), ("some", _("With both"))],
    )
    personas = TermFilter(label=_("Persona"), queryset=Persona.objects.order_by("name"))
    stages = TermFilter(label=_("Stage"), queryset=JourneyStage.objects.all())
    industries = TermFilter(label=_("Industry"), queryset=Industry.objects.all())
    products = TermFilter(label=_("Product"), queryset=Product.objects.all())
    looked_after = MineFilter(field_name="owner", widget=RadioSelect)
    owner = owner_filter()

    class Meta:
        model = Asset
        fields: list[str] = []

    def filter_state(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        if value == "changed":
            return qs.filter(live=True, has_unpublished_changes=True)
        return qs.filter(live=value == "live")

    def filter_ends(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        if value == "past":
            return qs.filter(expire_at__lte=timezone.now())
        ending = Asset.objects.expiring_within(int(value)).order_by()
        return qs.filter(pk__in=ending.values("pk"))

    def filter_tags(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        untagged = Asset.objects.untagged().values("pk")
        return qs.filter(pk__in=untagged) if value == "none" else qs.exclude(pk__in=untagged)
