"""Security headers of what visitors see. The admin has a policy of its own."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse

POLICY = "Content-Security-Policy"

# Nothing but our own files, no inline script; `data:` is for the small icons of our stylesheet.
PUBLIC_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    ]
)
# Slides place their parts by style attributes; scripts stay forbidden where they stand.
SLIDES_POLICY = PUBLIC_POLICY.replace(
    "style-src 'self'", "style-src 'self'; style-src-attr 'unsafe-inline'"
)
ADMIN_POLICY = "object-src 'none'; base-uri 'self'; frame-ancestors 'self'; form-action 'self'"


def allow_slide_styles(response: HttpResponseBase) -> None:
    """Let a page that shows slides place them; call it on the response of its view."""
    response[POLICY] = SLIDES_POLICY


class PublicPolicyMiddleware:
    """Adds the headers. A view that has set a policy keeps its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        try:
            self.admin = reverse("wagtailadmin_home")
        except NoReverseMatch:
            self.admin = "/admin/"

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        in_admin = request.path.startswith(self.admin)
        if not (settings.DEBUG and response.status_code in (404, 500)):
            # Django's own pages for developers stand outside of it.
            response.setdefault(POLICY, ADMIN_POLICY if in_admin else PUBLIC_POLICY)
        response.setdefault("X-Content-Type-Options", "nosniff")
        response.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.setdefault(
            "Permissions-Policy",
            "browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=()",
        )
        return response
