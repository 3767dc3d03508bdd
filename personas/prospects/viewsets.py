from __future__ import annotations

from typing import Any

import django_filters
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.urls import path
from django.urls.resolvers import URLPattern
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn

from personas.access.columns import WIDE, WIDER, BadgeColumn, LinkColumn, OwnerColumn
from personas.access.lists import MineFilter, WagtailFilterSet, owner_filter, several
from personas.access.views import ListView
from personas.access.viewsets import TeamChooserViewSet, TeamViewSet
from personas.journey.models import JourneyStage
from personas.persona.models import Persona
from personas.prospects import views
from personas.prospects.enums import ChangeState, Consent, Lifecycle
from personas.prospects.forms import ProspectForm
from personas.prospects.looks import lifecycle_look
from personas.prospects.models import ProposedChange, Prospect

# Heading of the file -> attribute; the import reads the same headings.
EXPORT = {
    "first_name": "first_name",
    "last_name": "last_name",
    "email": "email",
    "phone": "phone",
    "title": "title",
    "account": "account.name",
    "account_domain": "account.domain",
    "persona": "persona.slug",
    "persona_reason": "persona_reason",
    "stage": "stage.slug",
    "lifecycle": "lifecycle",
    "owner": "owner.username",
    "source": "source",
    "consent": "consent",
    "language": "language",
    "notes": "notes",
}


class ProspectFilterSet(WagtailFilterSet):
    looked_after = MineFilter(field_name="owner")
    owner = owner_filter()
    lifecycle = django_filters.MultipleChoiceFilter(
        choices=Lifecycle.choices, label=_("Lifecycle"), widget=CheckboxSelectMultiple
    )
    persona = several(queryset=Persona.objects.all(), label=_("Persona"))
    stage = several(queryset=JourneyStage.objects.all(), label=_("Journey stage"))
    consent = django_filters.MultipleChoiceFilter(
        choices=Consent.choices, label=_("Consent to e-mail"), widget=CheckboxSelectMultiple
    )

    class Meta:
        model = Prospect
        fields: list[str] = []


class ProspectViewSet(TeamViewSet):
    model = Prospect
    name = "prospect"
    url_prefix = "people/prospects"
    icon = "group"
    menu_label = _("Prospects")
    menu_name = "prospects"
    menu_order = 200
    filterset_class = ProspectFilterSet
    search_fields = ["first_name", "last_name", "email", "title", "account__name"]
    ordering = ["last_name", "first_name", "pk"]
    list_export = list(EXPORT.values())
    export_headings = {attribute: heading for heading, attribute in EXPORT.items()}
    export_filename = "prospects"
    index_view_class = views.ProspectListView
    edit_view_class = views.ProspectEditView
    inspect_view_class = views.ProspectProfileView
    inspect_template_name = "personas/prospects/profile.html"
    import_url_name = "prospect:import"
    empty_title = _("Whom are you talking to?")
    empty_text = _(
        "A prospect is a person at an account. Add one, import the list of your last fair, or "
        "wait for a form: who fills one in appears here."
    )
    list_display = [
        "__str__",
        Column("title", label=_("Job title"), sort_key="title", classname=WIDER),
        LinkColumn(
            "account",
            "account:inspect",
            label=_("Account"),
            sort_key="account__name",
            classname=WIDE,
        ),
        Column("persona", label=_("Persona"), sort_key="persona__name", classname=WIDER),
        Column("stage", label=_("Stage"), sort_key="stage__order", classname=WIDER),
        BadgeColumn(
            "get_lifecycle_display", lifecycle_look, label=_("Lifecycle"), sort_key="lifecycle"
        ),
        DateColumn("last_engaged_at", label=_("Last seen"), sort_key="last_engaged_at"),
        OwnerColumn("owner", label=_("Owner"), sort_key="owner", classname=WIDER),
    ]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("first_name"), FieldPanel("last_name")]),
                    FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
                    FieldPanel("title"),
                    FieldPanel("account"),
                ],
                heading=_("Contact"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("persona"), FieldPanel("stage")]),
                    FieldPanel("persona_reason"),
                    FieldRowPanel([FieldPanel("lifecycle"), FieldPanel("owner")]),
                    FieldPanel("source"),
                ],
                heading=_("Where they stand"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("consent"), FieldPanel("language")]),
                    FieldPanel("records_visits"),
                ],
                heading=_("What they agreed to"),
            ),
            MultiFieldPanel([FieldPanel("notes")], heading=_("Ours")),
        ],
        base_form_class=ProspectForm,
    )

    def annotate(self, rows: Any) -> models.QuerySet:
        related = rows.select_related("account", "persona", "stage", "owner")
        return related.with_last_engagement()

    def get_urlpatterns(self) -> list[URLPattern]:
        deleting = f"{self.url_namespace}:delete"
        kept = [
            p for p in super().get_urlpatterns() if f"{self.url_namespace}:{p.name}" != deleting
        ]
        return [
            *kept,
            path("import/", views.ProspectImportView.as_view(), name="import"),
            path("<int:pk>/erase/", views.EraseView.as_view(), name="erase"),
            path(
                "<int:pk>/personal-data/", views.PersonalDataView.as_view(), name="personal_data"
            ),
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Prospects are erased, not deleted."""
        return {**super().get_common_view_kwargs(**kwargs), "delete_url_name": None}


class ProspectChooserViewSet(TeamChooserViewSet):
    model = Prospect
    name = "prospect_chooser"
    url_prefix = "people/prospects/chooser"
    icon = "group"
    choose_one_text = _("Choose a prospect")
    choose_another_text = _("Choose another prospect")
    edit_item_text = _("Edit this prospect")
    search_fields = ["first_name", "last_name", "email", "account__name"]
    form_fields = ["first_name", "last_name", "email", "title", "account"]
    creation_tab_label = _("New prospect")


class ProposedChangeFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        choices=ChangeState.choices, label=_("State"), empty_label=_("All")
    )
    looked_after = MineFilter(field_name="prospect__owner")

    class Meta:
        model = ProposedChange
        fields: list[str] = []


class DecisionColumn(Column):
    """Two buttons while the change waits, else who decided."""

    cell_template_name = "personas/prospects/decision_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        user = context["request"].user
        allowed = user.has_perm("personas.change_proposedchange")
        context["may_decide"] = allowed and instance.prospect.is_editable_by(user)
        return context


class ProposedChangeListView(ListView):
    any_permission_required = ["view"]

    def _get_title_column(self, field_name: str, *args: Any, **kwargs: Any) -> Any:
        return self._get_custom_column(field_name)

    def get_add_url(self) -> None:
        return None


class ProposedChangeViewSet(TeamViewSet):
    model = ProposedChange
    name = "proposedchange"
    url_prefix = "people/proposed-changes"
    icon = "edit"
    menu_label = _("Proposed changes")
    menu_name = "proposed-changes"
    menu_order = 600
    index_view_class = ProposedChangeListView
    inspect_view_enabled = False
    filterset_class = ProposedChangeFilterSet
    search_fields = ["prospect__first_name", "prospect__last_name", "prospect__email", "value"]
    ordering = ["-state", "-created_at"]
    list_export = ["created_at", "prospect", "field", "value", "source", "state", "decided_by"]
    export_filename = "proposed-changes"
    empty_title = _("Nothing to decide")
    empty_text = _(
        "When somebody whom you know already fills in a form, nothing of theirs is overwritten. "
        "What differs waits here until the rep takes it over or leaves it."
    )
    list_display = [
        LinkColumn("prospect", "prospect:inspect", label=_("Prospect")),
        Column("field_label", label=_("Field"), accessor=lambda c: capfirst(c.field_label)),
        Column("current_value", label=_("Now"), classname=WIDE),
        Column("value", label=_("Proposed")),
        Column("source", label=_("Source"), classname=WIDE),
        DateColumn("created_at", label=_("When"), sort_key="created_at", classname=WIDE),
        DecisionColumn("state", label=_("Decision"), sort_key="state"),
    ]

    def annotate(self, rows: Any) -> models.QuerySet:
        return rows.select_related(
            "prospect__account",
            "prospect__persona",
            "prospect__stage",
            "decided_by",
        )

    def get_edit_handler(self) -> None:
        return None

    def register_admin_url_finder(self) -> None:
        """There is no form to find."""

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/accept/", views.DecideView.as_view(), name="accept"),
            path("<int:pk>/reject/", views.DecideView.as_view(accept=False), name="reject"),
        ]
