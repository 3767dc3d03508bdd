"""Header and footer: which pages stand there. Kept for a minute in the process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest
from wagtail.models import Page, Site

KEEP_SECONDS = 60
KEY = "site-navigation"


@dataclass(frozen=True, slots=True)
class NavLink:
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Navigation:
    home: str = "/"
    library: str = ""
    header: tuple[NavLink, ...] = ()
    footer: tuple[NavLink, ...] = ()
    contact: NavLink | None = None
    imprint: str = ""


def navigation(request: HttpRequest | None) -> Navigation:
    """Return what stands in header and footer of the request's site. At most two queries."""
    site = Site.find_for_request(request)
    if site is None:
        return Navigation()
    cache = caches["renditions"]
    key = f"{KEY}:{site.pk}"
    known = cache.get(key)
    if known is None:
        known = _read(request, site)
        cache.set(key, known, KEEP_SECONDS)
    return known


def _read(request: HttpRequest | None, site: Site) -> Navigation:
    from cms.site.models import HomePage, LibraryPage, TextPage

    home = HomePage.objects.select_related("contact_page").filter(pk=site.root_page_id).first()
    if home is None:
        return Navigation()
    children = Page.objects.live().child_of(home).order_by("path").select_related("content_type")

    def link(page: Any, title: str = "") -> NavLink:
        return NavLink(title or page.title, str(page.get_url(request) or "/"))

    by_model: dict[type[Page], list[Page]] = {}
    for page in children:
        by_model.setdefault(page.specific_class or Page, []).append(page)
    libraries = [link(page) for page in by_model.get(LibraryPage, [])]
    texts = by_model.get(TextPage, [])
    contact = home.contact_page
    return Navigation(
        home=link(home).url,
        library=libraries[0].url if libraries else "",
        header=(*libraries, *(link(page) for page in texts if page.show_in_menus)),
        footer=tuple(link(page) for page in texts if not page.show_in_menus),
        imprint=home.imprint_line,
        contact=(
            link(contact, home.contact_label)
            if contact and contact.is_current and contact.visibility == "public"
            else None
        ),
    )


def forget(**kwargs: Any) -> None:
    """Read anew, from now on; a signal receiver."""
    caches["renditions"].delete_many(
        [f"{KEY}:{pk}" for pk in Site.objects.values_list("pk", flat=True)]
    )


def connect() -> None:
    """Forget whenever a page is published or withdrawn; called once, when the app is ready."""
    from django.db.models.signals import post_delete, post_save
    from wagtail.signals import page_published, page_unpublished, post_page_move

    from cms.site.models import HomePage
    from cms.site.routing import forget_roots

    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(forget, dispatch_uid=f"site-navigation-{id(signal)}")
    for saved in (post_save, post_delete):
        for model in (Site, HomePage):
            saved.connect(
                forget_roots, sender=model, dispatch_uid=f"site-roots-{model}-{id(saved)}"
            )
