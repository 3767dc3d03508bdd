"""What imports add to Wagtail's admin: addresses, a menu line, an action of the editor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLResolver, include, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button

from cms.assets.models import Asset
from cms.errors import NotAllowed
from cms.importing import many_views, proposal_views, review_views, views
from cms.importing.services import check_may_import

app_name = "importing"

urlpatterns = [
    path("", views.index, name="index"),
    path("review/", review_views.ReviewView.as_view(), name="review"),
    path(
        "review/results/",
        review_views.ReviewView.as_view(results_only=True),
        name="review_results",
    ),
    path("review/many/", many_views.many, name="many"),
    path("slides/<int:pk>/", proposal_views.propose, name="propose"),
]


def urls() -> list[URLResolver]:
    return [path("import/", include((urlpatterns, app_name)))]


class ImportMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        try:
            check_may_import(request.user)
        except NotAllowed:
            return False
        return True


def menu_item() -> MenuItem:
    return ImportMenuItem(
        _("Import"), reverse_lazy("importing:index"), name="import", icon_name="upload", order=350
    )


def editor_button(page: Any, user: Any, next_url: Any = None, **kwargs: Any) -> Iterator[Button]:
    """Offer slides in the header of an asset that has a body."""
    if isinstance(page, Asset) and page.pk and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Propose slides"),
            reverse("importing:propose", args=[page.pk]),
            icon_name="list-ul",
            priority=45,
        )


def register() -> None:
    """Register all of it; called once from `cms.wagtail_hooks`."""
    hooks.register("register_admin_urls", urls)
    hooks.register("register_admin_menu_item", menu_item)
    hooks.register("register_page_header_buttons", editor_button)
