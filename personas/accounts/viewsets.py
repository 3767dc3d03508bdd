from __future__ import annotations

from typing import Any

import django_filters
from django.db import models
from django.urls import path
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from personas.access.columns import WIDE, WIDER, CountColumn, OwnerColumn
from personas.access.forms import OwnedForm
from personas.access.lists import MineFilter, WagtailFilterSet, owner_filter, words_filter
from personas.access.views import ProfileView
from personas.access.viewsets import TeamChooserViewSet, TeamViewSet
from personas.accounts.csv_import import AccountImporter
from personas.accounts.models import Account
from personas.csv_files.views import CsvImportView
from personas.deals.models import Deal
from personas.engagement.summary import account_summary
from personas.prospects.models import Prospect

EXPORT = [
    "name",
    "domain",
    "industry",
    "size",
    "turnover",
    "region",
    "current_supplier",
    "owner",
    "notes",
]


class AccountFilterSet(WagtailFilterSet):
    looked_after = MineFilter(field_name="owner")
    owner = owner_filter()
    industry = words_filter(Account, "industry", label=_("Industry"))
    region = words_filter(Account, "region", label=_("Region"))
    size = django_filters.RangeFilter(label=_("Employees"))

    class Meta:
        model = Account
        fields: list[str] = []


class AccountProfileView(ProfileView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        prospects = Prospect.objects.visible_to(user).known().of_account(self.object)
        deals = list(Deal.objects.visible_to(user).of_account(self.object).open_first())
        return super().get_context_data(
            prospects=prospects.select_related("persona", "stage").with_last_engagement(),
            hidden_prospects=self.object.prospects.known().count() - prospects.count(),
            deals=deals,
            hidden_deals=self.object.deals.count() - len(deals),
            summary=account_summary(self.object, user),
            **kwargs,
        )


class AccountImportView(CsvImportView):
    importer_class = AccountImporter
    model = Account
    page_title = _("Import accounts")
    index_url_name = "account:index"
    match_help = _("Accounts are matched by domain, else by name.")


class AccountViewSet(TeamViewSet):
    model = Account
    name = "account"
    url_prefix = "people/accounts"
    icon = "globe"
    menu_label = _("Accounts")
    menu_name = "accounts"
    menu_order = 100
    filterset_class = AccountFilterSet
    search_fields = ["name", "domain", "industry", "region", "current_supplier"]
    ordering = ["name"]
    list_export = EXPORT
    export_headings = {name: name for name in EXPORT}
    export_filename = "accounts"
    inspect_view_class = AccountProfileView
    inspect_template_name = "personas/accounts/profile.html"
    import_url_name = "account:import"
    empty_title = _("Which companies do you sell to?")
    empty_text = _(
        "An account is a company. Add the first by hand, or import a list: you see what would "
        "happen to each row before anything is written."
    )
    list_display = [
        "name",
        Column("domain", label=_("Domain"), sort_key="domain", classname=WIDER),
        Column("industry", label=_("Industry"), sort_key="industry", classname=WIDE),
        CountColumn("size", label=_("Employees"), sort_key="size", classname=WIDER),
        Column("region", label=_("Region"), sort_key="region", classname=WIDER),
        Column(
            "current_supplier",
            label=_("Current supplier"),
            sort_key="current_supplier",
            classname=WIDER,
        ),
        CountColumn("prospect_count", label=_("Prospects"), sort_key="prospect_count"),
        OwnerColumn("owner", label=_("Owner"), sort_key="owner"),
    ]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("name"), FieldPanel("domain")])], heading=_("Company")
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("industry"), FieldPanel("region")]),
                    FieldRowPanel([FieldPanel("size"), FieldPanel("turnover")]),
                    FieldPanel("current_supplier"),
                ],
                heading=_("What we know"),
            ),
            MultiFieldPanel([FieldPanel("owner"), FieldPanel("notes")], heading=_("Ours")),
        ],
        base_form_class=OwnedForm,
    )

    def annotate(self, rows: Any) -> models.QuerySet:
        return rows.with_prospect_count().select_related("owner")

    def get_urlpatterns(self) -> list[URLPattern]:
        view = AccountImportView.as_view()
        return [*super().get_urlpatterns(), path("import/", view, name="import")]


class AccountChooserViewSet(TeamChooserViewSet):
    model = Account
    name = "account_chooser"
    url_prefix = "people/accounts/chooser"
    icon = "globe"
    choose_one_text = _("Choose an account")
    choose_another_text = _("Choose another account")
    edit_item_text = _("Edit this account")
    search_fields = ["name", "domain", "industry"]
    form_fields = ["name", "domain", "industry"]
    creation_tab_label = _("New account")
