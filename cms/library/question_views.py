"""Searches that found nothing good: marketing's report, and what is done about each."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from django_filters import ChoiceFilter, DateFromToRangeFilter, NumberFilter
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn
from wagtail.admin.views.reports import ReportView

from cms.assets.enums import AssetKind
from cms.errors import ContentError
from cms.library import questions
from cms.library.asking import UNLOGGED, Asked
from cms.library.finding import Criteria
from cms.library.models import Question, QuestionState
from cms.library.results import CLOSE, VERY_CLOSE
from personas.access.roles import is_marketing
from personas.csv_files.export import SafeCsvMixin


def marketing_only(view: Any) -> Any:
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_marketing(request.user):
            raise PermissionDenied
        response: HttpResponseBase = view(request, *args, **kwargs)
        return response

    return checked


class QuestionFilterSet(WagtailFilterSet):
    state = ChoiceFilter(label=gettext_lazy("State"), choices=QuestionState.choices)
    last_at = DateFromToRangeFilter(label=gettext_lazy("Last asked"), widget=DateRangePickerWidget)
    count = NumberFilter(label=gettext_lazy("Asked at least"), lookup_expr="gte")

    class Meta:
        model = Question
        fields: list[str] = []


class WordsColumn(Column):
    cell_template_name = "cms/library/question_words_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        query = Asked(Criteria(words=instance.words)).address()
        return {**context, "find_url": f"{reverse('library:find')}{query}&{UNLOGGED}=1"}


class NearestColumn(Column):
    cell_template_name = "cms/library/question_nearest_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "how_near": how_near(instance.nearness)}


class QuestionStateColumn(Column):
    cell_template_name = "cms/library/question_state_cell.html"


def how_near(score: float) -> str:
    """Say in words how good the best answer was; it was not good."""
    if score >= VERY_CLOSE:
        return _("rather near")
    return _("some way off") if score >= CLOSE else _("far off")


@method_decorator(marketing_only, name="dispatch")
class QuestionListView(SafeCsvMixin, ReportView):
    """What was looked for and not found, the most asked first."""

    model = Question
    page_title = gettext_lazy("Searches without an answer")
    header_icon = "crosshairs"
    verbose_name_plural = gettext_lazy("questions")
    index_url_name = "library:questions"
    index_results_url_name = "library:questions_results"
    results_template_name = "cms/library/questions_results.html"
    filterset_class = QuestionFilterSet
    is_searchable = True
    search_fields = ["words"]
    default_ordering = "-count"
    export_filename = "searches-without-an-answer"
    list_export = [
        "words",
        "count",
        "asked_by",
        "first_at",
        "last_at",
        "found",
        "nearest.title",
        "nearness",
        "state",
        "answer.title",
    ]
    columns = [
        WordsColumn("words", label=gettext_lazy("Asked"), sort_key="words", width="32%"),
        NumberColumn("count", label=gettext_lazy("Times"), sort_key="count"),
        NearestColumn(
            "nearest",
            label=gettext_lazy("Nearest content"),
            sort_key="nearness",
            classname="t-wide",
        ),
        DateColumn(
            "first_at",
            label=gettext_lazy("First"),
            sort_key="first_at",
            classname="t-wide",
            width="9%",
        ),
        DateColumn(
            "last_at",
            label=gettext_lazy("Last"),
            sort_key="last_at",
            classname="t-wide",
            width="9%",
        ),
        QuestionStateColumn("state", label=gettext_lazy("State"), sort_key="state", width="16%"),
    ]

    def get_base_queryset(self) -> QuerySet[Question]:
        rows = Question.objects.unanswered().select_related("nearest", "answer")
        return rows.prefetch_related("askings__user")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"kept_days": questions.KEPT.days, **kwargs})


@require_http_methods(["GET", "HEAD", "POST"])
@marketing_only
def write(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask for kind and working title, and begin the draft that answers a question."""
    question = get_object_or_404(Question.objects.select_related("nearest"), pk=pk)
    title = questions.working_title(question)
    kind = AssetKind.ARTICLE.value
    if request.method == "POST":
        title, kind = request.POST.get("title", ""), request.POST.get("kind", "")
        try:
            asset = questions.write(question, kind=kind, title=title, user=request.user)
        except ContentError as error:
            messages.error(request, str(error))
        else:
            text = _("The draft is begun. Those who asked are told when it is published.")
            messages.success(request, text)
            return redirect("wagtailadmin_pages:edit", asset.pk)
    context = {
        "question": question,
        "title": title,
        "kind": kind,
        "kinds": AssetKind.choices,
        "how_near": how_near(question.nearness),
        "header_title": _("Write this"),
        "header_icon": "edit",
        "breadcrumbs_items": [
            {"url": reverse("library:questions"), "label": QuestionListView.page_title},
            {"url": "", "label": _("Write this")},
        ],
    }
    return render(request, "cms/library/question_write.html", context)


@require_POST
@marketing_only
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Dismiss a question, or take it up again."""
    question = get_object_or_404(Question, pk=pk)
    aside = request.POST.get("do") != "open"
    questions.set_aside(question, user=request.user, aside=aside)
    words = {"words": question.plain}
    text = _("“%(words)s” is dismissed.") if aside else _("“%(words)s” is open again.")
    messages.success(request, text % words)
    return redirect("library:questions")
