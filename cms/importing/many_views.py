"""What is done to many imported assets at once: adding tags, publishing."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from cms.assets.models import Asset
from cms.importing.review_views import ReviewFilterSet, check, imported, with_words
from cms.importing.reviewing import publish_assets, tag_assets
from cms.operations import jobs
from cms.operations.enums import Queue
from cms.taxonomy.models import Industry
from personas.journey.models import JourneyStage
from personas.persona.models import Persona

# More than these are tagged or published by a job.
AT_ONCE = 20


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
    ids = [int(value) for value in data.getlist("chosen") if value.isdecimal()]
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
    action = "publish" if request.POST.get("action") == "publish" else "tag"
    ids = chosen_ids(request.POST, request)
    back = reverse("importing:review") + request.POST.get("filters", "")
    if not ids:
        messages.warning(request, _("Choose at least one asset first."))
        return redirect(back)
    form = TagForm(request.POST if "confirmed" in request.POST else None)
    if "confirmed" in request.POST and (action == "publish" or form.is_valid()):
        return _do(request, action, ids, form.terms() if action == "tag" else {}, back)
    titles = Asset.objects.filter(pk__in=ids[:8]).order_by("title").values_list("title", flat=True)
    return TemplateResponse(
        request,
        "cms/importing/many.html",
        {
            "page_title": _("Publish") if action == "publish" else _("Add tags"),
            "header_icon": "upload" if action == "publish" else "tag",
            "breadcrumbs_items": [
                {"url": reverse("importing:index"), "label": _("Import")},
                {"url": back, "label": _("Review")},
                {"url": "", "label": _("Publish") if action == "publish" else _("Add tags")},
            ],
            "action": action,
            "ids": ids,
            "titles": list(titles),
            "rest": max(0, len(ids) - 8),
            "form": form,
            "filters": request.POST.get("filters", ""),
            "back": back,
        },
    )


def _do(
    request: HttpRequest, action: str, ids: list[int], terms: dict[str, list[int]], back: str
) -> HttpResponse:
    if len(ids) > AT_ONCE:
        label = _("Publish imported assets") if action == "publish" else _("Tag imported assets")
        job = jobs.start(
            "content.review",
            owner=request.user,  # type: ignore[arg-type]
            args={"user_id": request.user.pk, "action": action, "ids": ids, "terms": terms},
            queue=Queue.BULK,
            label=label,
            link=back,
        )
        return redirect(job.get_absolute_url())
    if action == "publish":
        report = publish_assets(ids, user=request.user)
    else:
        report = tag_assets(ids, user=request.user, **terms)  # type: ignore[arg-type]
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
