"""The deal's list, page and forms, and what closes it. Thin: parse, check, call one service."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from personas.access.views import (
    ChooserListView,
    ChooserResultsView,
    EditView,
    ListView,
    ProfileView,
    visible_rows,
)
from personas.csv_files.views import CsvImportView
from personas.deals import services
from personas.deals.csv_import import SEPARATOR, DealImporter, name_of
from personas.deals.forms import LostForm, PeopleField, WonForm, account_number
from personas.deals.looks import state_look
from personas.deals.models import Deal
from personas.deals.people import future_customers
from personas.engagement.summary import account_summary
from personas.errors import NotAllowedError, PersonasError
from personas.prospects.models import Prospect


class DealListView(ListView):
    """A download names the people involved, as far as the user may see them."""

    def get_base_queryset(self) -> Any:
        rows = super().get_base_queryset()
        if not self.is_export:
            return rows
        people = Prospect.objects.visible_to(self.request.user).known()
        return rows.prefetch_related(Prefetch("prospects", people, to_attr="people_seen"))

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        item.people_named = SEPARATOR.join(name_of(person) for person in item.people_seen)
        return super().to_row_dict(item)


class SavedByServiceMixin:
    """Saves the form through a service; what that refuses is said in the form."""

    request: HttpRequest
    form: Any
    object: Any

    def save(self, fields: dict[str, Any]) -> Deal:
        raise NotImplementedError

    def save_instance(self) -> Deal:
        return self.save(self.form.cleaned_data)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except NotAllowedError as error:
            raise PermissionDenied(str(error)) from error
        except PersonasError as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.add_error(None, error.messages)
        return self.form_invalid(form)  # type: ignore[attr-defined]


class DealCreateView(SavedByServiceMixin, generic.CreateView):
    """`?account=` chooses the account already."""

    def get_initial(self) -> dict[str, Any]:
        account = account_number(self.request.GET.get("account"))
        return {**super().get_initial(), **({"account": account} if account else {})}

    def save(self, fields: dict[str, Any]) -> Deal:
        return services.create_deal(user=self.request.user, **fields)

    def get_success_url(self) -> str:
        return reverse("deal:inspect", args=[self.object.pk])

    def get_success_buttons(self) -> list[Any]:
        return []


class DealEditView(SavedByServiceMixin, EditView):
    def save(self, fields: dict[str, Any]) -> Deal:
        return services.change_deal(self.object, user=self.request.user, **fields)


class DealProfileView(ProfileView):
    def get_object(self, queryset: Any = None) -> Deal:
        rows = visible_rows(Deal, self.request.user).select_related("account", "owner")
        return get_object_or_404(rows, pk=self.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        involved = self.object.prospects.all()
        people = list(
            involved.visible_to(user).select_related("persona", "stage").with_last_engagement()
        )
        return super().get_context_data(
            look=state_look(self.object),
            people=people,
            hidden_people=involved.count() - len(people),
            summary=account_summary(self.object.account, user),
            may_change=self.user_has_permission_for_instance("change", self.object),
            **kwargs,
        )


class DealImportView(CsvImportView):
    importer_class = DealImporter
    model = Deal
    page_title = gettext_lazy("Import deals")
    index_url_name = "deal:index"
    match_help = gettext_lazy(
        "Deals are matched by reference, else by name and account. Prospects are named by e-mail "
        "or full name, separated by semicolons; a list adds people to a deal and takes none away. "
        "A deal that a list calls won makes its people customers."
    )


class PeopleView(View):
    """The people of an account, to be ticked; `prospects` are ticked already."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm("personas.add_deal"):
            raise PermissionDenied
        field = PeopleField(account_number(request.GET.get("account")), user=request.user)
        chosen = request.GET.getlist("prospects")
        return HttpResponse(field.widget.render("prospects", chosen, {"id": "id_prospects"}))


class DealActionView(View):
    """Base of what closes a deal or opens it again."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        rows = visible_rows(Deal, request.user).select_related("account")
        self.deal = get_object_or_404(rows, pk=kwargs["pk"])
        allowed = request.user.has_perm("personas.change_deal")
        if not (allowed and self.deal.is_editable_by(request.user)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def back(self) -> HttpResponse:
        return redirect("deal:inspect", self.deal.pk)


class CloseView(DealActionView):
    """Asks when, says what follows, and closes the deal."""

    template_name = ""
    form_class: type[WonForm] = WonForm
    page_title: Any = ""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.deal.is_open:
            messages.error(request, _("This deal is closed already."))
            return self.back()
        return self._page(self.form_class(deal=self.deal))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.form_class(request.POST, deal=self.deal)
        if not form.is_valid():
            return self._page(form)
        try:
            said = self.close(form.cleaned_data)
        except PersonasError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, said)
        return self.back()

    def close(self, given: dict[str, Any]) -> str:
        raise NotImplementedError

    def _page(self, form: WonForm) -> HttpResponse:
        customers = future_customers(self.deal)
        seen = list(customers.visible_to(self.request.user))
        title = self.page_title % {"deal": self.deal}
        context = {
            "deal": self.deal,
            "form": form,
            "media": form.media,
            "customers": seen,
            "hidden_customers": customers.count() - len(seen),
            "header_title": title,
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                {"url": reverse("deal:index"), "label": _("Deals")},
                {"url": reverse("deal:inspect", args=[self.deal.pk]), "label": str(self.deal)},
                {"url": "", "label": title},
            ],
        }
        status = 422 if form.errors else 200
        return TemplateResponse(self.request, self.template_name, context, status=status)


class WinView(CloseView):
    template_name = "personas/deals/win.html"
    page_title = gettext_lazy("Close “%(deal)s” as won")

    def close(self, given: dict[str, Any]) -> str:
        won = services.win_deal(self.deal, user=self.request.user, on=given["on"])
        count = len(won.customers)
        words = ngettext(
            "Won. %(count)d prospect is a customer now.",
            "Won. %(count)d prospects are customers now.",
            count,
        )
        return words % {"count": count} if count else _("Won.")


class LoseView(CloseView):
    template_name = "personas/deals/lose.html"
    form_class = LostForm
    page_title = gettext_lazy("Close “%(deal)s” as lost")

    def close(self, given: dict[str, Any]) -> str:
        services.lose_deal(self.deal, user=self.request.user, **given)
        return _("Lost. The reason is kept with the deal.")


class ReopenView(DealActionView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            services.reopen_deal(self.deal, user=request.user)
        except PersonasError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Open again. Who became a customer stays one."))
        return self.back()


class OfAccountMixin:
    """For the chooser: `?account=` leaves its deals, and names it for a new one."""

    request: HttpRequest

    @property
    def account(self) -> int | None:
        return account_number(self.request.GET.get("account"))

    @property
    def columns(self) -> list[Column]:
        """Names alone do not tell last year's deal from this one."""
        return [
            *super().columns,  # type: ignore[misc]
            Column("account", label=_("Account")),
            Column("money", label=_("Value")),
            Column("get_state_display", label=_("State")),
        ]

    def get_object_list(self) -> QuerySet[Deal]:
        rows: Any = super().get_object_list()  # type: ignore[misc]
        rows = rows.select_related("account").open_first()
        return rows.of_account(self.account) if self.account else rows

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_creation_form_kwargs()  # type: ignore[misc]
        return {**kwargs, "initial": {"account": self.account}} if self.account else kwargs


class DealChooserListView(OfAccountMixin, ChooserListView):
    pass


class DealChooserResultsView(OfAccountMixin, ChooserResultsView):
    pass
