from __future__ import annotations

from typing import Any

import django_filters
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.urls import path
from django.urls.resolvers import URLPattern
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from personas.access.columns import WIDE, WIDER, BadgeColumn, LinkColumn, OwnerColumn
from personas.access.lists import MineFilter, WagtailFilterSet, owner_filter
from personas.access.viewsets import TeamChooserViewSet, TeamViewSet
from personas.deals import views
from personas.deals.enums import DealState
from personas.deals.forms import DealForm
from personas.deals.looks import state_look
from personas.deals.models import Deal

# Days stay in one line, and step aside on a narrow screen.
DAY = f"{WIDE} p-day"

# Heading of the file -> attribute; the import reads the same headings.
EXPORT = {
    "name": "name",
    "reference": "reference",
    "account": "account.name",
    "account_domain": "account.domain",
    "prospects": "people_named",
    "owner": "owner.username",
    "value": "value",
    "currency": "currency",
    "state": "state",
    "expected_close": "expected_close",
    "closed": "closed_on",
    "lost_reason": "lost_reason",
    "competitor": "competitor",
    "notes": "notes",
}


class DueFilter(django_filters.ChoiceFilter):
    """Open deals whose expected day has passed, or all."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[("overdue", _("Overdue only"))],
            label=_("Overdue"),
            empty_label=_("All"),
            **kwargs,
        )

    def filter(self, qs: Any, value: str) -> Any:
        return qs.overdue() if value == "overdue" else qs


class DealFilterSet(WagtailFilterSet):
    looked_after = MineFilter(field_name="owner")
    owner = owner_filter()
    state = django_filters.MultipleChoiceFilter(
        choices=DealState.choices, label=_("State"), widget=CheckboxSelectMultiple
    )
    due = DueFilter()
    expected_close = django_filters.DateFromToRangeFilter(
        label=_("Expected to close"), widget=DateRangePickerWidget
    )
    closed_at = django_filters.DateFromToRangeFilter(
        label=_("Closed"), widget=DateRangePickerWidget
    )
    value = django_filters.RangeFilter(label=_("Value"))

    class Meta:
        model = Deal
        fields: list[str] = []


class ExpectedColumn(Column):
    """The day on which an answer is counted on, and whether it has passed."""

    cell_template_name = "personas/deals/expected_cell.html"


def _closed_on(deal: Deal) -> str:
    day = deal.closed_on
    return date_format(day, "DATE_FORMAT") if day else ""


class DealViewSet(TeamViewSet):
    model = Deal
    name = "deal"
    url_prefix = "people/deals"
    icon = "briefcase"
    menu_label = _("Deals")
    menu_name = "deals"
    menu_order = 250
    filterset_class = DealFilterSet
    search_fields = ["name", "account__name", "reference", "competitor"]
    ordering = ["rank", "-closed_at", "expected_close", "name"]
    list_export = list(EXPORT.values())
    export_headings = {attribute: heading for heading, attribute in EXPORT.items()}
    export_filename = "deals"
    index_view_class = views.DealListView
    add_view_class = views.DealCreateView
    edit_view_class = views.DealEditView
    inspect_view_class = views.DealProfileView
    inspect_template_name = "personas/deals/profile.html"
    import_url_name = "deal:import"
    empty_title = _("What are you selling, and to whom?")
    empty_text = _(
        "A deal is something that an account may buy, with the people involved. Add the first, or "
        "import a list from your CRM. Once a deal is won, its people are customers, and what they "
        "read before is recommended more."
    )
    list_display = [
        "name",
        LinkColumn(
            "account",
            "account:inspect",
            label=_("Account"),
            sort_key="account__name",
            classname=WIDE,
        ),
        Column("money", label=_("Value"), sort_key="value"),
        BadgeColumn("get_state_display", state_look, label=_("State"), sort_key="state"),
        ExpectedColumn(
            "expected_close", label=_("Expected"), sort_key="expected_close", classname=DAY
        ),
        Column(
            "closed_at",
            label=_("Closed"),
            accessor=_closed_on,
            sort_key="closed_at",
            classname=f"{WIDER} p-day",
        ),
        OwnerColumn("owner", label=_("Owner"), sort_key="owner", classname=WIDER),
    ]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("name"),
                    FieldPanel("account"),
                    FieldPanel("prospects"),
                ],
                heading=_("What, and with whom"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("value"), FieldPanel("currency")]),
                    FieldPanel("expected_close"),
                    FieldPanel("competitor"),
                ],
                heading=_("Where it stands"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("owner"), FieldPanel("reference")]),
                    FieldPanel("notes"),
                ],
                heading=_("Ours"),
            ),
        ],
        base_form_class=DealForm,
    )

    def annotate(self, rows: Any) -> models.QuerySet:
        return rows.select_related("account", "owner").with_rank()

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("import/", views.DealImportView.as_view(), name="import"),
            path("people/", views.PeopleView.as_view(), name="people"),
            path("<int:pk>/win/", views.WinView.as_view(), name="win"),
            path("<int:pk>/lose/", views.LoseView.as_view(), name="lose"),
            path("<int:pk>/reopen/", views.ReopenView.as_view(), name="reopen"),
        ]


class DealChooserViewSet(TeamChooserViewSet):
    model = Deal
    name = "deal_chooser"
    url_prefix = "people/deals/chooser"
    icon = "briefcase"
    choose_one_text = _("Choose a deal")
    choose_another_text = _("Choose another deal")
    edit_item_text = _("Edit this deal")
    choose_view_class = views.DealChooserListView
    choose_results_view_class = views.DealChooserResultsView
    preserve_url_parameters = ["multiple", "account"]
    search_fields = ["name", "account__name", "reference"]
    form_fields = ["name", "account", "value", "currency"]
    creation_tab_label = _("New deal")
