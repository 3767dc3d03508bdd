"""What is done to many imported assets at once: tags, suggestions, proposed slides, publishing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from cms.assets.models import Asset
from cms.importing.review_views import ReviewFilterSet, check, imported, with_words
from cms.importing.reviewing import act_on
from cms.operations import jobs
from cms.operations.enums import Queue
from cms.taxonomy.models import Industry
from personas.journey.models import JourneyStage
from personas.persona.models import Persona

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# More than these are done by a job.
AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Action:
    """How an action is named, and what its job is called."""

    label: StrPromise
    icon: str
    job: StrPromise


ACTIONS = {
    "tag": Action(gettext_lazy("Add tags"), "tag", gettext_lazy("Tag imported assets")),
    "slides": Action(
        gettext_lazy("Add proposed slides"),
        "list-ul",
        gettext_lazy("Add proposed slides to imported assets"),
    ),
    "suggest": Action(
        gettext_lazy("Suggest tags"), "tag", gettext_lazy("Suggest tags for imported assets")
    ),
    "publish": Action(gettext_lazy("Publish"), "upload", gettext_lazy("Publish imported assets")),
}


class TagForm(forms.Form):
    personas = forms.ModelMultipleChoiceField(
        Persona.objects.all(),
        required=False,
        label=gettext_lazy("Personas"),
        widget=forms.CheckboxSelectMultiple,
    )
    stages = forms.ModelMultipleChoiceField(
        JourneyStage.objects.all(),
        required=False,
        label=gettext_lazy("Stages of the journey"),
        widget=forms.CheckboxSelectMultiple,
    )
    industries = forms.ModelMultipleChoiceField(
        Industry.objects.all(),
        required=False,
        label=gettext_lazy("Industries"),
        widget=forms.CheckboxSelectMultiple,
    )

    def terms(self) -> dict[str, list[int]]:
        return {
            name: [term.pk for term in self.cleaned_data[name]]
            for name in ("personas", "stages", "industries")
        }


def chosen_ids(data: QueryDict, request: HttpRequest) -> list[int]:
    """Return the ids that were ticked, or all that the list's filters leave."""
    # The page that asks once more sends all ids in one field: browsers' forms have a limit.
    texts = data.getlist("chosen") or data.get("ids", "").split(",")
    ids = [int(text) for text in texts if text.isdecimal()]
    if data.get("all"):
        filters = QueryDict(data.get("filters", "").lstrip("?"))
        found = ReviewFilterSet(filters, queryset=imported(), request=request).qs
        found = with_words(found, filters.get("q", ""))
        return list(found.order_by("title").values_list("pk", flat=True))
    return list(imported().filter(pk__in=ids).order_by("title").values_list("pk", flat=True))


@require_POST
def many(request: HttpRequest) -> HttpResponse:
    """Ask what to do with the chosen assets, then do it."""
    check(request.user)
    name = request.POST.get("action", "")
    if name not in ACTIONS:
        return HttpResponseBadRequest()
    ids = chosen_ids(request.POST, request)
    back = reverse("importing:review") + request.POST.get("filters", "")
    if not ids:
        messages.warning(request, _("Choose at least one asset first."))
        return redirect(back)
    if name == "suggest":
        return _suggest(request, ids)
    form = TagForm(request.POST if "confirmed" in request.POST else None)
    if "confirmed" in request.POST and (name != "tag" or form.is_valid()):
        return _do(request, name, ids, form.terms() if name == "tag" else {}, back)
    titles = Asset.objects.filter(pk__in=ids[:8]).order_by("title").values_list("title", flat=True)
    action = ACTIONS[name]
    return TemplateResponse(
        request,
        "cms/importing/many.html",
        {
            "page_title": action.label,
            "header_icon": action.icon,
            "breadcrumbs_items": [
                {"url": reverse("importing:index"), "label": _("Import")},
                {"url": back, "label": _("Review")},
                {"url": "", "label": action.label},
            ],
            "action": name,
            "label": action.label,
            "ids": ids,
            "titles": list(titles),
            "rest": max(0, len(ids) - 8),
            "form": form,
            "filters": request.POST.get("filters", ""),
            "back": back,
        },
    )


def _suggest(request: HttpRequest, ids: list[int]) -> HttpResponse:
    """Look for tags in the background: nothing is asked first, since nothing is changed."""
    # Of the list's filters, the import is known there as well.
    run = QueryDict(request.POST.get("filters", "").lstrip("?")).get("run", "")
    job = jobs.start(
        "tagging.suggest",
        owner=request.user,  # type: ignore[arg-type]
        args={
            "user_id": request.user.pk,
            "ids": ids,
            "filters": f"?run={run}" if run.isdecimal() else "",
        },
        queue=Queue.BULK,
        label=str(ACTIONS["suggest"].job),
        link=reverse("tagging:index"),
    )
    return redirect(job.get_absolute_url())


def _do(
    request: HttpRequest, action: str, ids: list[int], terms: dict[str, list[int]], back: str
) -> HttpResponse:
    if len(ids) > AT_ONCE:
        job = jobs.start(
            "content.review",
            owner=request.user,  # type: ignore[arg-type]
            args={"user_id": request.user.pk, "action": action, "ids": ids, "terms": terms},
            queue=Queue.BULK,
            label=str(ACTIONS[action].job),
            link=back,
        )
        return redirect(job.get_absolute_url())
    report = act_on(action, ids, user=request.user, terms=terms)
    messages.success(request, report["summary"])
    problems = report.get("problems", [])
    for item in problems[:5]:
        messages.error(request, f"{item['what']}: {item['why']}")
    if len(problems) > 5:
        rest = len(problems) - 5
        messages.error(
            request,
            ngettext("%(count)d more was left.", "%(count)d more were left.", rest)
            % {"count": rest},
        )
    return redirect(back)
