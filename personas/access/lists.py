"""Filters that several lists share."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from personas.access.forms import team_members


class MineFilter(django_filters.ChoiceFilter):
    """Rows of the user who asks, of nobody, or of anybody."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Looked after by"))
        kwargs.setdefault("empty_label", _("Anybody"))
        super().__init__(choices=[("me", _("Me")), ("nobody", _("Nobody yet"))], **kwargs)

    def filter(self, qs: models.QuerySet, value: str) -> models.QuerySet:
        if value == "me":
            return qs.filter(**{self.field_name: self.parent.request.user})
        if value == "nobody":
            return qs.filter(**{f"{self.field_name}__isnull": True})
        return qs


def several(**kwargs: Any) -> django_filters.ModelMultipleChoiceFilter:
    return django_filters.ModelMultipleChoiceFilter(widget=CheckboxSelectMultiple, **kwargs)


def owner_filter() -> django_filters.ModelMultipleChoiceFilter:
    return several(
        field_name="owner",
        label=_("Owner"),
        queryset=lambda request: team_members().order_by("first_name", "username"),
    )


def words_filter(
    model: type[models.Model], field_name: str, **kwargs: Any
) -> django_filters.MultipleChoiceFilter:
    """Choices are the words that stand in the column now."""

    def words() -> list[tuple[str, str]]:
        rows = model._default_manager.exclude(**{field_name: ""}).order_by(field_name)
        return [(word, word) for word in rows.values_list(field_name, flat=True).distinct()]

    return django_filters.MultipleChoiceFilter(
        field_name=field_name, choices=words, widget=CheckboxSelectMultiple, **kwargs
    )


__all__ = ["MineFilter", "WagtailFilterSet", "owner_filter", "several", "words_filter"]
