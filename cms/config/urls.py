"""All addresses. Apps are named by string only, so that the shell knows no layer above it."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.operations.health import healthz

urlpatterns = [
    path("healthz", healthz),
    path("admin/", include(wagtailadmin_urls)),
    path("r/", include("pitch_builder.rooms.public_urls")),
    path("v/", include("pitch_builder.verification.public_urls")),
    path("", include("cms.site.urls")),
    path("documents/", include(wagtaildocs_urls)),
    path("", include(wagtail_urls)),
]
