"""What a request tells about who sent it; used for limits only, never kept."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the visitor's network address.

    Behind the proxy that ends TLS (BASE_URL is https) it is the last entry that this proxy
    added; without one the header could be anything, and the connection itself counts.
    """
    forwarded = request.headers.get("X-Forwarded-For", "")
    if forwarded and settings.SECURE_PROXY_SSL_HEADER:
        return forwarded.rsplit(",", 1)[-1].strip()[:64]
    return str(request.META.get("REMOTE_ADDR", ""))[:64]
