"""The list of rooms."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn

from personas.access import views as access_views
from personas.access.columns import WIDE, WIDER, OwnerColumn
from personas.access.lists import MineFilter, WagtailFilterSet, owner_filter
from personas.access.viewsets import TeamViewSet
from personas.engagement.enums import Grade
from pitch_builder.rooms.models import Room, RoomLink, Visit


class RoomFilterSet(WagtailFilterSet):
    looked_after = MineFilter(field_name="owner")
    owner = owner_filter()

    class Meta:
        model = Room
        fields = ["stage", "persona"]


class RoomListView(access_views.ListView):
    """Rooms with their open links and last real visit; the title opens the room's page."""

    @cached_property
    def add_url(self) -> str | None:
        return reverse("rooms:new") if self.user_has_permission("add") else None

    def get_edit_url(self, instance: Any) -> str:
        return reverse("rooms:detail", args=[instance.pk])

    def get_inspect_url(self, instance: Any) -> str:
        return self.get_edit_url(instance)

    def _get_title_column(self, field_name: str, *args: Any, **kwargs: Any) -> Any:
        column = super()._get_title_column(field_name, *args, **kwargs)
        column.label, column.sort_key = _("Headline"), "title"
        return column


class DayColumn(Column):
    """A day in words, past or to come."""

    def get_value(self, instance: Any) -> str:
        moment = super().get_value(instance)
        return date_format(localtime(moment), "j F Y") if moment else ""


class RoomViewSet(TeamViewSet):
    model = Room
    name = "room_list"
    url_prefix = "rooms"
    icon = "key"
    menu_label = _("Rooms")
    menu_name = "rooms"
    menu_order = 120
    add_to_admin_menu = True
    add_to_reference_index = True
    index_view_class = RoomListView
    inspect_view_enabled = False
    filterset_class = RoomFilterSet
    search_fields = ["title", "account__name", "links__prospect__last_name"]
    ordering = ["-updated_at"]
    form_fields = ["title", "message"]
    list_display = [
        "shown_title",
        Column("account", label=_("Account"), sort_key="account", classname=WIDE),
        NumberColumn("open_links", label=_("Open links"), sort_key="open_links", classname=WIDER),
        NumberColumn("real_visits", label=_("Visits"), sort_key="real_visits"),
        DateColumn("last_visit", label=_("Last visit"), sort_key="last_visit"),
        DayColumn("closes", label=_("Open until"), sort_key="closes", classname=WIDE),
        OwnerColumn("owner", label=_("Owner"), sort_key="owner", classname=WIDER),
    ]
    list_export = [
        "shown_title",
        "account",
        "persona",
        "stage",
        "owner",
        "open_links",
        "real_visits",
        "last_visit",
        "closes",
        "updated_at",
    ]
    export_filename = "rooms"
    empty_title = _("One address for everything you send")
    empty_text = _(
        "A room gathers decks and assets for an account. Each person gets a link of their own, "
        "and you see which pages were read."
    )

    def annotate(self, rows: Any) -> QuerySet:
        """Each room with its open links and real visits, in one query."""
        return rows.select_related("account", "owner").annotate(
            open_links=_count(
                RoomLink.objects.filter(
                    room=OuterRef("pk"), revoked_at=None, expires_at__gt=timezone.now()
                ),
                "room",
            ),
            real_visits=_count(
                Visit.objects.real().filter(link__room=OuterRef("pk")), "link__room"
            ),
            last_visit=Max(
                "links__visits__last_seen_at",
                filter=Q(links__visits__grade__in=Grade.defensible()),
            ),
            closes=Max("links__expires_at", filter=Q(links__revoked_at=None)),
        )


def _count(rows: QuerySet, by: str) -> Any:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)
