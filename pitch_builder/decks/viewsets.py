"""The lists of decks and deck templates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TitleFieldPanel,
)
from wagtail.admin.ui.tables import (
    BulkActionsCheckboxColumn,
    Column,
    DateColumn,
    NumberColumn,
    TitleColumn,
)
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.admin.widgets.slug import SlugInput

from cms.assets.enums import AssetKind
from personas.access import views as access_views
from personas.access.columns import WIDE, WIDER, OwnerColumn
from personas.access.lists import MineFilter, WagtailFilterSet, owner_filter
from personas.access.roles import is_sales_lead
from personas.access.viewsets import TeamViewSet
from pitch_builder.decks.columns import FreshnessColumn
from pitch_builder.decks.models import Deck
from pitch_builder.decks.outlines import DeckTemplate
from pitch_builder.decks.slide_choosing import SlideChoice


class DeckFilterSet(WagtailFilterSet):
    looked_after = MineFilter(field_name="owner")
    owner = owner_filter()

    class Meta:
        model = Deck
        fields = ["stage", "persona", "template"]


class DeckListView(access_views.ListView):
    """Decks with the state of their newest PDF; the title opens the storyboard.

    A sales lead ticks some, and gives them to a colleague.
    """

    template_name = "pitch_builder/decks/list.html"

    @cached_property
    def may_hand_over(self) -> bool:
        return is_sales_lead(self.request.user)

    @cached_property
    def columns(self) -> list[Any]:
        columns = super().columns
        if not self.may_hand_over:
            return columns
        return [BulkActionsCheckboxColumn("bulk_actions", obj_type="deck"), *columns]

    @cached_property
    def add_url(self) -> str | None:
        return reverse("decks:new") if self.user_has_permission("add") else None

    @cached_property
    def header_buttons(self) -> list[Any]:
        buttons = super().header_buttons
        if self.add_url:
            url = reverse("briefs:brief")
            buttons.append(HeaderButton(_("Draft from a brief"), url=url, icon_name="comment"))
        return buttons

    def get_edit_url(self, instance: Any) -> str:
        return reverse("decks:storyboard", args=[instance.pk])

    def get_inspect_url(self, instance: Any) -> str:
        return self.get_edit_url(instance)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        FreshnessColumn.prepare(context["object_list"])
        return context


class DeckViewSet(TeamViewSet):
    model = Deck
    name = "deck"
    url_prefix = "decks"
    icon = "desktop"
    menu_label = _("Decks")
    menu_name = "decks"
    menu_order = 110
    add_to_admin_menu = True
    index_view_class = DeckListView
    inspect_view_enabled = False
    filterset_class = DeckFilterSet
    search_fields = ["title", "account__name", "prospect__last_name"]
    ordering = ["-updated_at"]
    form_fields = ["title", "lead"]
    list_display = [
        TitleColumn(
            "shown_title",
            label=_("Title"),
            sort_key="title",
            url_name="decks:storyboard",
            get_title_id=lambda deck: f"deck_{deck.pk}_title",
        ),
        Column("account", label=_("Account"), sort_key="account", classname=WIDE),
        Column("prospect", label=_("Prospect"), sort_key="prospect", classname=WIDE),
        FreshnessColumn("freshness", label=_("PDF")),
        NumberColumn("slide_count", label=_("Slides"), sort_key="slide_count", classname=WIDER),
        OwnerColumn("owner", label=_("Owner"), sort_key="owner", classname=WIDER),
        DateColumn("updated_at", label=_("Changed"), sort_key="updated_at", classname=WIDER),
    ]
    list_export = [
        "title",
        "account",
        "prospect",
        "deal",
        "persona",
        "stage",
        "owner",
        "updated_at",
    ]
    export_filename = "decks"
    empty_title = _("A deck in a minute")
    empty_text = _(
        "A deck gathers slides that marketing keeps current, for one account. Make one, add what "
        "fits, and build the PDF."
    )

    def annotate(self, rows: Any) -> QuerySet:
        return rows.select_related("account", "prospect", "deal", "owner").annotate(
            slide_count=Count("deck_slides")
        )


class DeckTemplateForm(WagtailAdminModelForm):
    """Kinds of asset are ticked, not typed."""

    kinds = forms.TypedMultipleChoiceField(
        label=_("Kinds of asset"),
        choices=AssetKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        empty_value=None,
        help_text=DeckTemplate._meta.get_field("kinds").help_text,
    )

    def is_valid(self) -> bool:
        """Also: slides that stand there from the start are of the kinds that are ticked."""
        if not super().is_valid():
            return False
        for form in self._start_slides():
            asset = form.cleaned_data.get("asset")
            if asset is not None and not self.instance.allows(asset.kind):
                self.add_error(
                    "kinds",
                    _("The start slide of “%(asset)s” is of another kind.")
                    % {"asset": asset.title},
                )
        return not self.errors

    def _start_slides(self) -> Iterator[Any]:
        for section in self.formsets["sections"].forms:
            for form in section.formsets["start_slides"].forms:
                if not form.cleaned_data.get("DELETE") and not section.cleaned_data.get("DELETE"):
                    yield form


class DeckTemplateViewSet(ModelViewSet):
    model = DeckTemplate
    name = "deck_template"
    url_prefix = "deck-templates"
    icon = "clipboard-list"
    menu_label = _("Deck templates")
    menu_name = "deck-templates"
    menu_order = 230
    add_to_admin_menu = True
    search_fields = ["name"]
    list_display = ["name", "description"]
    _panels = [
        TitleFieldPanel("name", targets=["slug"], placeholder=False, classname=""),
        FieldPanel("description"),
        InlinePanel(
            "sections",
            panels=[
                FieldPanel("name"),
                FieldPanel("hint"),
                FieldPanel("query"),
                FieldRowPanel([FieldPanel("stage"), FieldPanel("wanted")]),
                FieldPanel("required"),
                InlinePanel(
                    "start_slides",
                    panels=[
                        FieldPanel("asset", widget=forms.HiddenInput, classname="w-hidden"),
                        FieldPanel("block_id", widget=SlideChoice, heading=_("Slide")),
                        FieldPanel("locked"),
                    ],
                    heading=_("Slides that stand here from the start"),
                    label=_("start slide"),
                ),
            ],
            heading=_("Sections, in order"),
            label=_("section"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("kinds", widget=forms.CheckboxSelectMultiple),
                FieldPanel("theme"),
                FieldPanel("needs_approval"),
                FieldPanel("rebuild_on_fact_change"),
            ],
            heading=_("What holds for its decks"),
        ),
        FieldPanel("slug", widget=SlugInput),
    ]
    edit_handler = ObjectList(_panels, base_form_class=DeckTemplateForm)
