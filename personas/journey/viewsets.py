from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from personas.access.columns import WIDE, WIDER
from personas.journey.models import JourneyStage
from personas.persona.viewsets import SnippetListView


class JourneyListView(SnippetListView):
    empty_title = _("How do your buyers decide?")
    empty_text = _(
        "Write the journey from the buyer's side, four to six stages: the question they ask, "
        "the moment it is won, and how you know that they moved on."
    )


class JourneyStageViewSet(SnippetViewSet):
    model = JourneyStage
    icon = "arrow-right-full"
    menu_label = _("Journey")
    menu_name = "journey"
    menu_order = 400
    admin_url_namespace = "personas_journeystage"
    base_url_path = "people/journey"
    index_view_class = JourneyListView
    index_results_template_name = "personas/list_results.html"
    inspect_view_enabled = True
    inspect_view_fields = [
        "name",
        "buyer_question",
        "key_moment",
        "conversion_goal",
        "exit_criteria",
    ]
    copy_view_enabled = False
    search_fields = ["name", "buyer_question", "key_moment", "conversion_goal"]
    search_backend_name = None
    sort_order_field = "order"
    ordering = "order"
    list_per_page = 50
    list_export = [
        "order",
        "name",
        "slug",
        "buyer_question",
        "key_moment",
        "conversion_goal",
        "exit_criteria",
    ]
    export_filename = "journey"
    list_display = [
        "name",
        "buyer_question",
        Column("key_moment", label=_("Key moment"), sort_key="key_moment", classname=WIDER),
        Column(
            "conversion_goal",
            label=_("Conversion goal"),
            sort_key="conversion_goal",
            classname=WIDE,
        ),
        Column("prospect_count", label=_("Prospects"), classname=WIDE),
    ]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("slug")]),
        MultiFieldPanel(
            [FieldPanel("buyer_question"), FieldPanel("key_moment")], heading=_("The buyer")
        ),
        MultiFieldPanel(
            [FieldPanel("conversion_goal"), FieldPanel("exit_criteria")], heading=_("Us")
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return JourneyStage.objects.with_prospect_count()
