"""Handing over several decks at once, from their list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.bulk_action import BulkAction

from personas.access.roles import is_sales_lead
from personas.access.views import search_words
from pitch_builder.decks.models import Deck
from pitch_builder.teamwork.forms import HandOverForm
from pitch_builder.teamwork.sharing import hand_over


class HandOverAction(BulkAction):
    """A sales lead gives the decks that are ticked to one colleague, who is told once."""

    models = [Deck]
    display_name = _("Hand over")
    aria_label = _("Hand the selected decks over to a colleague")
    action_type = "hand_over"
    template_name = "pitch_builder/teamwork/hand_over.html"
    form_class = HandOverForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_sales_lead(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @classmethod
    def get_queryset(cls, model: Any, object_ids: Iterable[Any]) -> Any:
        """Return the decks of these ids; what is no id or is gone is left out."""
        ids = [pk for pk in object_ids if str(pk).isdecimal() and len(str(pk)) < 19]
        decks = Deck.objects.filter(pk__in=ids)
        return decks.select_related("account", "prospect", "deal", "owner").order_by("-updated_at")

    def get_all_objects_in_listing_query(self, parent_id: Any) -> Any:
        """All that the list shows, by its search and its filters."""
        from pitch_builder.decks.viewsets import DeckFilterSet, DeckViewSet

        decks = Deck.objects.editable_by(self.request.user)
        decks = DeckFilterSet(self.request.GET, queryset=decks, request=self.request).qs
        words = self.request.GET.get("q", "")[:200]
        return search_words(decks, DeckViewSet.search_fields, words).values_list("pk", flat=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "header_icon": "desktop",
            "header_title": capfirst(gettext("hand over decks")),
        }

    def get_execution_context(self) -> dict[str, Any]:
        form: Any = self.cleaned_form
        return {"user": self.request.user, "to": form.cleaned_data["to"]}

    @classmethod
    def execute_action(cls, objects: Any, **kwargs: Any) -> tuple[int, int]:
        return hand_over(objects, user=kwargs["user"], to=kwargs["to"]), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        form: Any = self.cleaned_form
        to = form.cleaned_data["to"]
        text = ngettext(
            "%(count)d deck is %(name)s's now.",
            "%(count)d decks are %(name)s's now.",
            num_parent_objects,
        )
        return text % {"count": num_parent_objects, "name": to.get_full_name() or to}
