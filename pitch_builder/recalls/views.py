"""The screen before a recall, and the page of one. Thin: ask, check, render."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cms.assets.rights import is_team
from cms.library.usage import Subject
from cms.site.routing import know_roots
from pitch_builder.errors import NotAllowed, PitchError
from pitch_builder.recalls import services
from pitch_builder.recalls.forms import RecallForm
from pitch_builder.recalls.models import Recall
from pitch_builder.recalls.reach import reach_of


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, subject: str, pk: int) -> HttpResponse:
    """What would be reached, and the form to take it back."""
    if not services.may_recall(request.user):
        raise PermissionDenied
    if subject not in list(Subject):
        raise Http404
    kind = Subject(subject)
    instance = get_object_or_404(services.MODELS[kind], pk=pk)
    label = str(getattr(instance, "label", "") or instance.title)
    form = RecallForm(
        request.POST or None, subject=kind, initial={"message": services.draft_message(label)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.recall(kind, pk, user=request.user, **form.cleaned_data)
        except NotAllowed as error:
            raise PermissionDenied(str(error)) from error
        except PitchError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("“%(label)s” is recalled.") % {"label": label})
            return redirect(made)
    context = {
        "form": form,
        "media": form.media,
        "subject": kind,
        "instance": instance,
        "label": label,
        "reach": reach_of(kind, pk, request.user),
        **_header(_("Recall “%(label)s”") % {"label": label}),
    }
    return render(request, "pitch_builder/recalls/new.html", context)


@require_safe
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """One recall: what it reached, as far as the reader may see, and whom to write to."""
    if not is_team(request.user):
        raise PermissionDenied
    made = get_object_or_404(Recall.objects.select_related("recalled_by", "replacement"), pk=pk)
    reach = reach_of(Subject(made.subject), made.object_id, request.user)
    know_roots(request)
    letters = [
        (reader, _mailto(reader.prospect.email, made, services.message_for(made, reader)))
        for reader in reach.readers
    ]
    context = {
        "recall": made,
        "reach": reach,
        "letters": letters,
        **_header(_("Recalled: %(label)s") % {"label": made.label}),
    }
    return render(request, "pitch_builder/recalls/recall.html", context)


def _mailto(address: str, made: Recall, text: str) -> str:
    """Return a link that opens the reader's letter in the rep's own mail program."""
    if not address:
        return ""
    subject = _("About “%(label)s”") % {"label": made.label}
    return f"mailto:{quote(address)}?subject={quote(subject)}&body={quote(text)}"


def _header(title: str) -> dict[str, Any]:
    return {
        "header_title": title,
        "header_icon": "warning",
        "breadcrumbs_items": [
            {"url": reverse("recall_list:index"), "label": _("Recalls")},
            {"url": "", "label": title},
        ],
    }
