"""The admin's screens about notifications."""

from __future__ import annotations

import json

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cms.operations import notifications as service
from cms.operations.models import Notification


@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    """One's notifications, newest first."""
    rows = Notification.objects.of(request.user)
    page = Paginator(rows, 50).get_page(request.GET.get("p"))
    context = {
        "page_obj": page,
        "notifications": page.object_list,
        "unread": service.unread_count(request.user),
        "index_url": reverse("operations:notifications"),
        "header_title": _("Notifications"),
        "header_icon": "bell",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Notifications")},
        ],
    }
    return render(request, "cms/operations/notifications.html", context)


@never_cache
@require_safe
def count(request: HttpRequest) -> JsonResponse:
    """How many are unread, for the menu; asked by a script, not by every page."""
    return JsonResponse({"count": service.unread_count(request.user)})


@require_safe
def follow(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Mark one's notification as read and go to its page."""
    found = get_object_or_404(Notification.objects.of(request.user), pk=pk)
    service.mark_read(request.user, found.pk)
    if url_has_allowed_host_and_scheme(found.link, allowed_hosts=None):
        return redirect(found.link)
    return redirect("operations:notifications")


@require_POST
def read(request: HttpRequest, pk: int | None = None) -> HttpResponseBase:
    """Mark one of one's notifications as read, or all of them."""
    service.mark_read(request.user, pk)
    if not request.headers.get("HX-Request"):
        return redirect("operations:notifications")
    found = get_object_or_404(Notification.objects.of(request.user), pk=pk)
    response = render(request, "cms/operations/notification.html", {"notification": found})
    unread = service.unread_count(request.user)
    response["HX-Trigger"] = json.dumps({"t-unread": {"count": unread}})
    return response
