"""“Used in”: a list beside a fact's editor, and a page for an asset."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.widgets import Button

from cms.assets.models import Asset
from cms.assets.rights import is_team
from cms.facts.models import Fact
from cms.library.usage import Subject, reach_of, usage_actions

MODELS: dict[Subject, Any] = {Subject.ASSET: Asset, Subject.FACT: Fact}


@require_safe
def usage(request: HttpRequest, subject: str, pk: int) -> HttpResponse:
    """What a change of an asset or a fact reaches: where it is used, and who has seen it."""
    if not is_team(request.user):
        raise PermissionDenied
    if subject not in MODELS:
        raise Http404
    kind = Subject(subject)
    instance = get_object_or_404(MODELS[kind], pk=pk)
    groups = reach_of(kind, pk, request.user)
    context = {"groups": groups, "instance": instance, "subject": subject}
    if "brief" in request.GET:
        return render(request, "cms/library/reach.html", {**context, "usage_url": request.path})
    if request.headers.get("HX-Request"):
        return render(request, "cms/library/usage_list.html", context)
    title = _("Used in: %(title)s") % {"title": getattr(instance, "label", "") or instance.title}
    context |= {
        "actions": usage_actions(request, kind, pk),
        "header_title": title,
        "header_icon": "link",
        "breadcrumbs_items": [{"url": "", "label": title}],
    }
    return render(request, "cms/library/usage.html", context)


class UsedInPanel(BaseSidePanel):
    """The list beside an editor, asked for when the page stands, so that editing is quick."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Toggle where it is used")
        icon_name = "link"
        has_counter = False

    name = "used-in"
    title = gettext_lazy("Used in")
    template_name = "cms/library/usage_panel.html"
    order = 150

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        url = reverse("usage", args=[Subject.FACT.value, self.object.pk])
        return {**super().get_context_data(parent_context), "usage_url": url}


def editor_button(page: Any, user: Any, next_url: Any = None, **kwargs: Any) -> Iterator[Button]:
    """Offer the list in the header menu of an asset."""
    if isinstance(page, Asset) and page.pk:
        url = reverse("usage", args=[Subject.ASSET.value, page.pk])
        yield Button(_("Used in"), url, icon_name="link", priority=46)
