"""The admin's screens about outgoing mail."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe
from django_filters import ChoiceFilter, DateFromToRangeFilter
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn, UserColumn
from wagtail.admin.views.reports import ReportView

from cms.operations import mail as outbox
from cms.operations.enums import MailState
from cms.operations.errors import MailDeliveryError
from cms.operations.models import OutgoingMail
from cms.operations.permissions import visible_mail
from personas.csv_files.export import SafeCsvMixin

# A mail is somebody's HTML: nothing in it may run, load from elsewhere or leave the frame.
FRAME_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; sandbox"


class MailFilterSet(WagtailFilterSet):
    state = ChoiceFilter(label=gettext_lazy("State"), choices=MailState.choices)
    created_at = DateFromToRangeFilter(label=gettext_lazy("Written"), widget=DateRangePickerWidget)

    class Meta:
        model = OutgoingMail
        fields: list[str] = []


class MailStateColumn(Column):
    cell_template_name = "cms/operations/mail_state_cell.html"


class SubjectColumn(TitleColumn):
    """The subject; on a phone with the receiver below it."""

    cell_template_name = "cms/operations/mail_title_cell.html"


class MailListView(SafeCsvMixin, ReportView):
    """What one sent or received; leads see all."""

    model = OutgoingMail
    page_title = gettext_lazy("Mail")
    header_icon = "mail"
    verbose_name_plural = gettext_lazy("mails")
    index_url_name = "operations:mails"
    index_results_url_name = "operations:mails_results"
    results_template_name = "cms/operations/mails_results.html"
    filterset_class = MailFilterSet
    is_searchable = True
    search_fields = ["subject", "to", "to_name"]
    default_ordering = "-created_at"
    export_filename = "mail"
    list_export = [
        "id",
        "kind",
        "to",
        "subject",
        "sender",
        "state",
        "created_at",
        "sent_at",
        "error",
    ]
    columns = [
        SubjectColumn(
            "subject",
            label=gettext_lazy("Subject"),
            url_name="operations:mail",
            sort_key="subject",
        ),
        Column("to", label=gettext_lazy("To"), sort_key="to", width="22%", classname="t-wide"),
        UserColumn("sender", label=gettext_lazy("From"), width="15%", classname="t-wide"),
        MailStateColumn("state", label=gettext_lazy("State"), sort_key="state", width="18%"),
        DateColumn(
            "created_at",
            label=gettext_lazy("Written"),
            sort_key="created_at",
            width="13%",
            classname="t-wide",
        ),
    ]

    def get_base_queryset(self) -> QuerySet[OutgoingMail]:
        return visible_mail(self.request.user).defer("text", "html")


@require_safe
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail as its receiver sees it."""
    found = get_object_or_404(visible_mail(request.user), pk=pk)
    context = {
        "mail": found,
        "from_email": settings.DEFAULT_FROM_EMAIL,
        "may_try_again": found.state == MailState.FAILED and bool(settings.EMAIL_URL),
        "header_title": found.subject,
        "header_icon": "mail",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("operations:mails"), "label": _("Mail")},
            {"url": "", "label": found.subject},
        ],
    }
    return render(request, "cms/operations/mail.html", context)


@require_safe
@xframe_options_sameorigin
def mail_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML of a mail, for the sandboxed frame of its page only."""
    found = get_object_or_404(visible_mail(request.user), pk=pk)
    response = HttpResponse(found.html)
    response["Content-Security-Policy"] = FRAME_POLICY
    return response


@require_POST
def try_again(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = get_object_or_404(visible_mail(request.user), pk=pk)
    try:
        outbox.try_again(found)
    except MailDeliveryError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The mail is sent again."))
    return redirect("operations:mail", pk)
