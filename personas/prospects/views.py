"""The prospect's page, and what can be done from it beyond editing."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from personas.access.views import EditView, ListView, ProfileView, visible_rows
from personas.csv_files.views import CsvImportView
from personas.deals.models import Deal
from personas.engagement.summary import prospect_summary
from personas.errors import PersonasError
from personas.prospects.csv_import import ProspectImporter
from personas.prospects.looks import consent_look, lifecycle_look
from personas.prospects.models import ProposedChange, Prospect
from personas.prospects.privacy import erase_prospect, export_prospect
from personas.prospects.services import accept_change, reject_change

ERASE = "personas.erase_prospect"


class ProspectListView(ListView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().known()

    def _get_title_column(self, field_name: str, *args: Any, **kwargs: Any) -> Any:
        column = super()._get_title_column(field_name, *args, **kwargs)
        column.label, column.sort_key = _("Name"), "last_name"
        return column


class ProspectEditView(EditView):
    def get_queryset(self) -> Any:
        return super().get_queryset().known()


class ProspectProfileView(ProfileView):
    def get_object(self, queryset: Any = None) -> Prospect:
        rows = visible_rows(Prospect, self.request.user)
        related = rows.select_related("account", "persona__photo", "stage", "owner")
        return get_object_or_404(related, pk=self.pk)

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        buttons = [button for button in super().header_more_buttons if button.icon_name != "bin"]
        if self.object.erased_at:
            return []
        url = reverse("prospect:personal_data", args=[self.object.pk])
        buttons.append(
            Button(_("Download personal data"), url=url, icon_name="download", priority=40)
        )
        if self.request.user.has_perm(ERASE):
            url = reverse("prospect:erase", args=[self.object.pk])
            buttons.append(Button(_("Erase…"), url=url, icon_name="bin", priority=50))
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = self.object.proposed_changes.waiting().select_related("prospect")
        involved = Deal.objects.involving(self.object)
        deals = list(involved.visible_to(self.request.user).open_first())
        return super().get_context_data(
            summary=prospect_summary(self.object),
            waiting=waiting,
            deals=deals,
            hidden_deals=involved.count() - len(deals),
            may_decide=self.user_has_permission_for_instance("change", self.object),
            lifecycle=lifecycle_look(self.object),
            consent=consent_look(self.object),
            edit_url=self.get_edit_url(),
            **kwargs,
        )


class ProspectImportView(CsvImportView):
    importer_class = ProspectImporter
    model = Prospect
    page_title = gettext_lazy("Import prospects")
    index_url_name = "prospect:index"
    match_help = gettext_lazy(
        "Prospects are matched by e-mail; rows without one by name within the account."
    )


class PersonalDataView(View):
    """All that is kept about a prospect, as a JSON file."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        prospect = get_object_or_404(visible_rows(Prospect, request.user), pk=pk)
        response = JsonResponse(export_prospect(prospect), json_dumps_params={"indent": 2})
        response["Content-Disposition"] = f'attachment; filename="prospect-{prospect.pk}.json"'
        return response


class EraseView(WagtailAdminTemplateMixin, View):
    template_name = "personas/prospects/confirm_erase.html"
    page_title = gettext_lazy("Erase")
    header_icon = "bin"

    def dispatch(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm(ERASE):
            raise PermissionDenied
        self.object = get_object_or_404(visible_rows(Prospect, request.user).known(), pk=pk)
        if request.method == "POST":
            return self._erase()
        return TemplateResponse(
            request,
            self.template_name,
            {
                "prospect": self.object,
                "events": self.object.engagements.count(),
                "header_icon": self.header_icon,
                "page_title": self.page_title,
                "page_subtitle": str(self.object),
                "header_title": f"{self.page_title}: {self.object}",
            },
        )

    def _erase(self) -> HttpResponse:
        kept = erase_prospect(self.object)
        words = ngettext(
            "Erased. %(count)d event is kept without the person.",
            "Erased. %(count)d events are kept without the person.",
            kept,
        )
        messages.success(self.request, words % {"count": kept})
        return redirect("prospect:index")


class DecideView(View):
    """Accept or reject one proposed change."""

    accept = True

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        change = get_object_or_404(visible_rows(ProposedChange, request.user), pk=pk)
        allowed = request.user.has_perm("personas.change_proposedchange")
        if not (allowed and change.prospect.is_editable_by(request.user)):
            raise PermissionDenied
        try:
            decide = accept_change if self.accept else reject_change
            prospect = decide(pk, by=request.user)
        except ProposedChange.DoesNotExist:
            raise Http404 from None
        except PersonasError as error:
            messages.error(request, str(error))
        else:
            words = _("Taken over for %s.") if self.accept else _("Left as it was for %s.")
            messages.success(request, words % prospect)
        return redirect(get_valid_next_url_from_request(request) or "proposedchange:index")
