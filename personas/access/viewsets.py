"""The bases of this app's admin sections, and of sections of the apps above it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from personas.access import views
from personas.access.choosers import TeamChooser


class TeamViewSet(ModelViewSet):
    """Lists and forms limited to the rows that a user may see (the model's RowPolicy).

    `annotate(queryset)` prepares the list's rows; `empty_title` and `empty_text` teach what the
    section is for while it has no row.
    """

    index_view_class = views.ListView
    edit_view_class = views.EditView
    delete_view_class = views.DeleteView
    inspect_view_class = views.ProfileView
    history_view_class = views.HistoryView
    usage_view_class = views.UsageView
    copy_view_enabled = False
    inspect_view_enabled = True
    add_to_reference_index = False
    search_backend_name = None
    list_per_page = 50
    empty_title: Any = ""
    empty_text: Any = ""
    import_url_name: str | None = None

    def annotate(self, rows: models.QuerySet) -> models.QuerySet:
        return rows

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            **{
                "annotate": self.annotate,
                "empty_title": self.empty_title,
                "empty_text": self.empty_text,
                "import_url_name": self.import_url_name,
                **kwargs,
            }
        )


class TeamChooserViewSet(ChooserViewSet):
    """A chooser limited to visible rows, with a search by words in `search_fields`."""

    base_widget_class = TeamChooser
    choose_view_class = views.ChooserListView
    choose_results_view_class = views.ChooserResultsView
    chosen_view_class = views.ChooserChosenView
    create_view_class = views.ChooserCreateView
    chosen_multiple_view_class = views.ChooserChosenManyView
    search_fields: list[str] = []
    per_page = 15

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form = _search_form(self.search_fields)
        for name in ("choose_view_class", "choose_results_view_class"):
            base = getattr(self, name)
            setattr(self, name, type(base.__name__, (base,), {"filter_form_class": form}))


def _search_form(fields: list[str]) -> type[BaseFilterForm]:
    class WordsForm(BaseFilterForm):
        q = forms.CharField(
            label=_("Search"),
            required=False,
            widget=forms.TextInput(attrs={"placeholder": _("Search")}),
        )

        def filter(self, objects: models.QuerySet) -> models.QuerySet:
            words = self.cleaned_data.get("q") or ""
            self.is_searching, self.search_query = bool(words), words
            return views.search_words(objects, fields, words)

    return WordsForm
