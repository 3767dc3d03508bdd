"""Wagtail's generic views, limited to the rows that a user may see and edit."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import and_, or_
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models.deletion import ProtectedError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.admin.views.generic.chooser import (
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
    CreateView,
)
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import policy_registry

from personas.access.ownership import first_owner
from personas.access.profiles import profile_buttons
from personas.csv_files.export import SafeCsvMixin


def visible_rows(model: type[models.Model], user: Any) -> Any:
    """The rows of a model with a RowPolicy that a user may read."""
    return policy_registry.get_by_type(model).visible(user)


def search_words(rows: models.QuerySet, fields: list[str], words: str) -> models.QuerySet:
    """Rows in which each word stands in one of the fields."""
    conditions = [
        reduce(or_, (models.Q(**{f"{field}__icontains": word}) for field in fields))
        for word in words.split()
    ]
    return rows.filter(reduce(and_, conditions)) if conditions else rows


class ListView(SafeCsvMixin, generic.IndexView):
    """A list with a count, a search of all words, and an empty state that teaches."""

    results_template_name = "personas/list_results.html"
    annotate: Callable[[Any], Any] | None = None
    empty_title: str | Promise = ""
    empty_text: str | Promise = ""
    import_url_name: str | None = None

    def get_base_queryset(self) -> Any:
        rows = visible_rows(self.model, self.request.user)
        return self.annotate(rows) if self.annotate else rows

    def search_queryset(self, queryset: models.QuerySet) -> models.QuerySet:
        if not self.is_searching:
            return queryset
        return search_words(queryset, self.search_fields, self.search_query)

    def get_edit_url(self, instance: Any) -> str | None:
        if not self.user_has_permission_for_instance("change", instance):
            return None
        return super().get_edit_url(instance)

    def get_inspect_url(self, instance: Any) -> str | None:
        return (
            reverse(self.inspect_url_name, args=[instance.pk]) if self.inspect_url_name else None
        )

    def _get_title_column(self, field_name: str, *args: Any, **kwargs: Any) -> Any:
        column = super()._get_title_column(field_name, *args, **kwargs)
        if self.inspect_url_name:
            column._get_url_func = self.get_inspect_url
        return column

    @cached_property
    def header_buttons(self) -> list[Any]:
        buttons = super().header_buttons
        if self.import_url:
            buttons.append(HeaderButton(_("Import CSV"), url=self.import_url, icon_name="upload"))
        return buttons

    @cached_property
    def import_url(self) -> str:
        allowed = self.user_has_permission("add") and self.user_has_permission("change")
        return reverse(self.import_url_name) if self.import_url_name and allowed else ""


class EditView(generic.EditView):
    """Rows that may be read but not edited are refused; rows unseen are not found."""

    def get_queryset(self) -> Any:
        return visible_rows(self.model, self.request.user)

    def get_object(self, queryset: Any = None) -> models.Model:
        found = super().get_object(queryset)
        if not self.user_has_permission_for_instance("change", found):
            raise PermissionDenied
        return found

    def get_success_url(self) -> str:
        if self.inspect_url_name:
            return reverse(self.inspect_url_name, args=[self.object.pk])
        return str(super().get_success_url())

    def get_success_buttons(self) -> list[Any]:
        return []


class DeleteView(generic.DeleteView):
    """Refused with a reason while other records need the row."""

    def get_queryset(self) -> Any:
        return visible_rows(self.model, self.request.user)

    def form_valid(self, form: Any) -> HttpResponse:
        if not self.user_has_permission_for_instance("delete", self.object):
            raise PermissionDenied
        try:
            return super().form_valid(form)
        except ProtectedError as error:
            names = ", ".join(sorted(str(row) for row in error.protected_objects)[:5])
            messages.error(
                self.request,
                _("“%(name)s” was kept: it is still needed by %(names)s.")
                % {"name": self.object, "names": names},
            )
            return redirect(self.index_url_name)


class ProfileView(generic.InspectView):
    """The page of one row; `edit` and `delete` are offered where they are allowed."""

    def get_object(self, queryset: Any = None) -> models.Model:
        return get_object_or_404(visible_rows(self.model, self.request.user), pk=self.pk)

    def get_edit_url(self) -> str | None:
        allowed = self.user_has_permission_for_instance("change", self.object)
        return super().get_edit_url() if allowed else None

    def get_delete_url(self) -> str | None:
        allowed = self.user_has_permission_for_instance("delete", self.object)
        return super().get_delete_url() if allowed else None

    @cached_property
    def header_buttons(self) -> list[Any]:
        url = self.get_edit_url()
        edit = [HeaderButton(_("Edit"), url=url, icon_name="edit")] if url else []
        return [*edit, *profile_buttons(self.request.user, self.object)]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        edit_url = self.get_edit_url()
        return [button for button in super().header_more_buttons if button.url != edit_url]

    def get_page_title(self) -> str:
        return str(self.object)

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        plural = str(self.model._meta.verbose_name_plural).capitalize()
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": plural},
            {"url": "", "label": str(self.object)},
        ]


class HistoryView(history.HistoryView):
    any_permission_required = ["change", "view"]

    def get_base_object_queryset(self) -> models.QuerySet:
        return visible_rows(self.model, self.request.user)


class UsageView(usage.UsageView):
    def get_base_object_queryset(self) -> models.QuerySet:
        return visible_rows(self.model, self.request.user)


class VisibleChoicesMixin:
    """For the chooser's lists."""

    request: Any
    model_class: type[models.Model]

    def get_object_list(self) -> models.QuerySet:
        return visible_rows(self.model_class, self.request.user)


class ChooserListView(VisibleChoicesMixin, ChooseView):
    pass


class ChooserResultsView(VisibleChoicesMixin, ChooseResultsView):
    pass


class ChooserCreateView(CreateView):
    def save_form(self, form: Any) -> Any:
        form.instance.owner = first_owner(self.request.user)
        return super().save_form(form)


class ChooserChosenView(ChosenView):
    def get_object(self, pk: str) -> models.Model:
        if not pk.isdigit():
            raise Http404
        return visible_rows(self.model_class, self.request.user).get(pk=pk)


class ChooserChosenManyView(ChosenMultipleView):
    def get_objects(self, pks: list[str]) -> models.QuerySet:
        numbers = [pk for pk in pks if pk.isdigit()]
        return visible_rows(self.model_class, self.request.user).filter(pk__in=numbers)
