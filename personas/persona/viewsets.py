from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PublishingPanel
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import IndexView, InspectView, SnippetViewSet

from personas.access.columns import WIDE, WIDER, OwnerColumn
from personas.access.lists import MineFilter, WagtailFilterSet
from personas.access.views import search_words
from personas.csv_files.export import SafeCsvMixin
from personas.persona.models import Persona

EXPORT = [
    "name",
    "slug",
    "role",
    "buying_authority",
    "buying_notes",
    "goals",
    "pains",
    "objections",
    "trusted_sources",
    "biggest_challenge",
    "evidence",
    "owner",
    "live",
]


class WordSearchMixin:
    """Each word of the search must stand in one of the fields."""

    is_searching: bool
    search_fields: list[str]
    search_query: str

    def search_queryset(self, queryset: models.QuerySet) -> models.QuerySet:
        if not self.is_searching:
            return queryset
        return search_words(queryset, self.search_fields, self.search_query)


class SnippetListView(SafeCsvMixin, WordSearchMixin, IndexView):
    results_template_name = "personas/list_results.html"
    empty_title: str | Promise = ""
    empty_text: str | Promise = ""


class PersonaListView(SnippetListView):
    empty_title = _("Who do you sell to?")
    empty_text = _(
        "A persona is a kind of buyer, drawn from interviews: what they want, what stops them, "
        "whom they trust. Content is written for personas, and decides what a prospect is shown."
    )


class PersonaProfileView(InspectView):
    def get_page_title(self) -> str:
        return str(self.object)

    def get_page_subtitle(self) -> str:
        return ""


class PersonaFilterSet(WagtailFilterSet):
    looked_after = MineFilter(field_name="owner")

    class Meta:
        model = Persona
        fields = ["buying_authority", "live"]


class PersonaViewSet(SnippetViewSet):
    model = Persona
    icon = "user"
    menu_label = _("Personas")
    menu_name = "personas"
    menu_order = 300
    add_to_admin_menu = False
    admin_url_namespace = "personas_persona"
    base_url_path = "people/personas"
    index_view_class = PersonaListView
    index_results_template_name = "personas/list_results.html"
    inspect_view_enabled = True
    inspect_view_class = PersonaProfileView
    inspect_template_name = "personas/persona/inspect.html"
    filterset_class = PersonaFilterSet
    search_fields = ["name", "role", "goals", "pains", "objections"]
    search_backend_name = None
    ordering = ["name"]
    list_per_page = 50
    list_export = EXPORT
    export_filename = "personas"
    list_display = [
        "name",
        Column("role", label=_("Role"), sort_key="role", classname=WIDE),
        Column(
            "buying_authority",
            label=_("Buying authority"),
            accessor="get_buying_authority_display",
            sort_key="buying_authority",
            classname=WIDER,
        ),
        Column("prospect_count", label=_("Prospects"), sort_key="prospect_count"),
        OwnerColumn("owner", label=_("Owner"), classname=WIDER),
        LiveStatusTagColumn(),
        UpdatedAtColumn(classname=WIDER),
    ]
    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("name"), FieldPanel("slug")]),
                FieldPanel("role"),
                FieldPanel("photo"),
            ],
            heading=_("Who"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("biggest_challenge"),
                FieldPanel("goals"),
                FieldPanel("pains"),
                FieldPanel("objections"),
                FieldPanel("trusted_sources"),
            ],
            heading=_("What moves them"),
        ),
        MultiFieldPanel(
            [FieldPanel("buying_authority"), FieldPanel("buying_notes")], heading=_("How they buy")
        ),
        MultiFieldPanel([FieldPanel("evidence"), FieldPanel("owner")], heading=_("How we know")),
        PublishingPanel(),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return Persona.objects.with_prospect_count().with_status().select_related("owner")
