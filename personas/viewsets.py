"""The menu "People"."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from personas.accounts.viewsets import AccountViewSet
from personas.deals.viewsets import DealViewSet
from personas.engagement.viewsets import EngagementViewSet
from personas.journey.viewsets import JourneyStageViewSet
from personas.persona.viewsets import PersonaViewSet
from personas.prospects.viewsets import ProposedChangeViewSet, ProspectViewSet


class PeopleViewSetGroup(SnippetViewSetGroup):
    menu_label = _("People")
    menu_name = "people"
    menu_icon = "group"
    menu_order = 250
    items = (
        AccountViewSet,
        ProspectViewSet,
        DealViewSet,
        PersonaViewSet,
        JourneyStageViewSet,
        EngagementViewSet,
        ProposedChangeViewSet,
    )
