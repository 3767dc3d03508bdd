"""The pages that every installation has: a home page, and under it the library."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Site, Task, Workflow

from cms.site.models import HomePage, LibraryPage


@transaction.atomic
def ensure_library() -> None:
    """Make home page, library and site where they are missing; idempotent."""
    if LibraryPage._meta.db_table not in connection.introspection.table_names():
        return  # an app is migrated alone, before ours
    if LibraryPage.objects.exists():
        return
    root = Page.get_first_root_node()
    if root is None:
        return
    home = _served_home() or HomePage.objects.first() or _make_home(root)
    _serve_from(home)
    home = HomePage.objects.get(pk=home.pk)  # with its final path
    library = LibraryPage(
        title=_("Library"),
        slug="library",
        headline=_("Library"),
        lead=_("Everything we have written, filmed and measured."),
    )
    home.add_child(instance=library)
    library.save_revision().publish()


def _served_home() -> HomePage | None:
    """Return the home page that the default site shows already."""
    return HomePage.objects.filter(sites_rooted_here__is_default_site=True).first()


def _make_home(root: Page) -> HomePage:
    home = HomePage(
        title=_("Home"),
        slug="tandem-home",
        headline=_("Welcome"),
        lead=_("Edit this page in the admin to say who you are."),
    )
    root.add_child(instance=home)
    home.save_revision().publish()
    return home


def _serve_from(home: HomePage) -> None:
    """Make `home` the root of the default site, in place of Wagtail's welcome page."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        Site.objects.create(hostname="localhost", port=80, root_page=home, is_default_site=True)
        return
    welcome = site.root_page
    if welcome.pk == home.pk:
        return
    site.root_page = home
    site.save()
    if welcome.specific_class is Page and welcome.slug == "home":
        welcome.delete()
        home.refresh_from_db()
        home.slug = "home"
        home.save_revision().publish()
        # Wagtail's first groups and workflow; the four roles and their approval replace them.
        Workflow.objects.filter(name="Moderators approval").delete()
        Task.objects.filter(name="Moderators approval").delete()
        Group.objects.filter(name__in=["Moderators", "Editors"]).delete()
