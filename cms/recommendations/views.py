"""Recommendations in the admin: weights, their versions, and "more like this". Thin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cms.assets.models import Asset
from cms.assets.rights import is_team
from cms.errors import ContentError, NotAllowed
from cms.library.actions import result_actions
from cms.library.finding import Found
from cms.recommendations import summary, versions
from cms.recommendations.forms import WeightsForm
from cms.recommendations.lists import visible_lists
from cms.recommendations.models import RecommendationWeights
from cms.recommendations.scoring import points
from cms.recommendations.services import Place, Recommendation, What, log_taken, recommend
from cms.recommendations.weights import DEFAULTS, TERMS, Weights
from cms.recommendations.wording import LABELS
from search.errors import SearchError

MAY_SEE = "cms.view_recommendationweights"
LATEST = 6
ALIKE = 6


@dataclass(frozen=True, slots=True)
class WeightLine:
    """A weight as it is shown: its part of the score, 0 to 1, for the terms."""

    name: str
    value: float
    part: float | None

    @property
    def label(self) -> str:
        return str(LABELS[self.name])


def weight_lines(weights: Weights) -> list[WeightLine]:
    whole = sum(weights.of(name) for name in TERMS)
    terms = [WeightLine(name, weights.of(name), weights.of(name) / whole) for name in TERMS]
    return [*terms, *(WeightLine(n, weights.of(n), None) for n in ("variety", "trials"))]


def _check(request: HttpRequest) -> None:
    if not request.user.has_perm(MAY_SEE):
        raise PermissionDenied


@never_cache
def weights(request: HttpRequest) -> HttpResponseBase:
    """What counts now, what came of it, and the form for those who may change it."""
    _check(request)
    force = versions.in_force()
    may_change = request.user.has_perm(versions.MAY_CHANGE)
    form = WeightsForm(request.POST or None, weights=force.weights) if may_change else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid():
            try:
                made = versions.change(
                    form.values, user=request.user, reason=form.cleaned_data["reason"]
                )
            except ContentError as error:
                form.add_error(None, str(error))
            else:
                messages.success(
                    request,
                    _("Version %(number)d is in force. New lists follow it at once.")
                    % {"number": made.number},
                )
                return redirect("recommendations:weights")
    latest = RecommendationWeights.objects.select_related("made_by")
    context = {
        "force": force,
        "present": latest.filter(number=force.version).first(),
        "form": form,
        "lines": weight_lines(force.weights),
        "latest": latest[:LATEST],
        "total": latest.count(),
        "places": summary.place_lines(),
        "said": summary.estimate_now(force.version),
        "days": summary.DAYS,
        "header_title": _("Recommendations"),
        "header_icon": "crosshairs",
        "breadcrumbs_items": [{"url": "", "label": _("Recommendations")}],
    }
    return render(request, "cms/recommendations/weights.html", context)


@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    """The weights of one version beside those in force."""
    _check(request)
    force = versions.in_force()
    row = None
    if number:
        row = get_object_or_404(
            RecommendationWeights.objects.select_related("made_by"), number=number
        )
    shown = row.weights if row else DEFAULTS
    now = weight_lines(force.weights)
    title = _("Version %(number)d") % {"number": number} if number else _("The defaults")
    context = {
        "row": row,
        "number": number,
        "force": force,
        "pairs": list(zip(weight_lines(shown), now, strict=True)),
        "is_present": shown == force.weights,
        "may_change": request.user.has_perm(versions.MAY_CHANGE),
        "header_title": title,
        "header_icon": "crosshairs",
        "breadcrumbs_items": [
            {"url": reverse("recommendations:weights"), "label": _("Recommendations")},
            {"url": "", "label": title},
        ],
    }
    return render(request, "cms/recommendations/version.html", context)


@require_POST
def restore(request: HttpRequest, number: int) -> HttpResponseBase:
    try:
        made = versions.restore(number, user=request.user)
    except RecommendationWeights.DoesNotExist as error:
        raise Http404 from error
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except ContentError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            _("The old weights are in force again, as version %(number)d.")
            % {"number": made.number},
        )
    return redirect("recommendations:weights")


@require_safe
def shown_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One list of the log: what stood where, why, with which chance, and what came of it."""
    _check(request)
    batch = get_object_or_404(visible_lists(request.user), pk=pk)
    items = batch.items.select_related("asset").prefetch_related("outcomes")
    context = {
        "batch": batch,
        "rows": [
            (
                item,
                list(
                    zip(
                        (LABELS[name] for name in item.terms),
                        points(list(item.terms.values())),
                        strict=True,
                    )
                ),
                item.propensity * 100,
                [outcome.get_what_display() for outcome in item.outcomes.all()],
            )
            for item in items.order_by("position")
        ],
        "header_title": batch.get_place_display(),
        "header_icon": "crosshairs",
        "breadcrumbs_items": [
            {"url": reverse("recommendations:log"), "label": _("Recommendations")},
            {"url": "", "label": batch.get_place_display()},
        ],
    }
    return render(request, "cms/recommendations/list.html", context)


# --- More like this -------------------------------------------------------------------
@never_cache
@require_safe
def like(request: HttpRequest, pk: int) -> HttpResponse:
    """Assets that resemble one: a dialog of Find content, or a page where there is no script."""
    if not is_team(request.user):
        raise PermissionDenied
    asset = get_object_or_404(Asset.objects.current(), pk=pk)
    title = _("More like “%(title)s”") % {"title": asset.title}
    trouble, rows, batch = "", [], None
    try:
        page = recommend(
            like=[asset.pk],
            visibility=(),
            limit=ALIKE,
            place=Place.LIKE,
            about=f"asset:{asset.pk}",
            user=request.user,
        )
    except SearchError as error:
        trouble = str(error)
    else:
        rows, batch = _with_actions(request, page.items), page.batch
    context = {
        "asset": asset,
        "rows": rows,
        "batch": batch,
        "trouble": trouble,
        "header_title": title,
        "header_icon": "crosshairs",
        "breadcrumbs_items": [
            {"url": reverse("library:find"), "label": _("Find content")},
            {"url": "", "label": title},
        ],
    }
    is_part = bool(request.headers.get("HX-Request"))
    template = "like_dialog" if is_part else "like"
    response = render(request, f"cms/recommendations/{template}.html", context)
    response["Vary"] = "HX-Request"
    return response


def _with_actions(request: HttpRequest, items: tuple[Recommendation, ...]) -> list[Any]:
    """Each recommendation with its buttons; those that went away meanwhile are left out."""
    rows = Asset.objects.current().filter(pk__in=[item.asset_id for item in items])
    assets = {asset.pk: asset for asset in rows.defer("body")}
    return [
        (item, result_actions(request, Found(assets[item.asset_id], None, ())))
        for item in items
        if item.asset_id in assets
    ]


@never_cache
@require_safe
def open_recommended(request: HttpRequest, batch: UUID, pk: int) -> HttpResponseBase:
    """Note that a colleague opened what was recommended, and lead to its slides."""
    if not is_team(request.user):
        raise PermissionDenied
    asset = get_object_or_404(Asset.objects.current(), pk=pk)
    log_taken(batch, asset.pk, What.OPENED)
    return redirect("library:slides", asset.pk)
