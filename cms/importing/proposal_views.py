"""Proposed slides as a list to choose from, reached from the asset's editor."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from cms.assets.models import Asset
from cms.brand.services import theme_for
from cms.brand.themes import css_variables
from cms.errors import NotAllowed
from cms.importing.errors import ImportingError
from cms.importing.slide_services import accept_proposals, drawn, proposals_for


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    asset = get_object_or_404(Asset, pk=pk).specific
    edit = reverse("wagtailadmin_pages:edit", args=[pk])
    try:
        if request.method == "POST":
            count = accept_proposals(asset, request.POST.getlist("slide"), user=request.user)
            messages.success(
                request,
                ngettext(
                    "%(count)d slide added to the draft.", "%(count)d slides added to the draft.",
                    count,
                ) % {"count": count},
            )  # fmt: skip
            return redirect(edit)
        found = proposals_for(asset, user=request.user)
    except NotAllowed as error:
        raise PermissionDenied from error
    except ImportingError as error:
        messages.warning(request, str(error))
        return redirect(request.path)
    return TemplateResponse(
        request,
        "cms/importing/propose.html",
        {
            "page_title": _("Propose slides"),
            "page_subtitle": asset.title,
            "header_icon": "list-ul",
            "breadcrumbs_items": [
                {"url": edit, "label": asset.get_admin_display_title()},
                {"url": "", "label": _("Propose slides")},
            ],
            "slides": drawn(found.slides),
            "slides_style": css_variables(theme_for()),
            "unused": found.unused,
            "edit": edit,
        },
    )
