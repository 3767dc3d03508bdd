"""Addresses of the public site beside its pages."""

from __future__ import annotations

from django.urls import path

from cms.media.views import document, media
from cms.site import views
from cms.site.feeds import LibraryFeed
from cms.site.sitemap import sitemap_view

urlpatterns = [
    path("media/<path:name>", media, name="media"),
    path("documents/<int:pk>/<path:file_name>", document, name="document"),
    path("brand-<slug:version>.css", views.colours, name="brand-css"),
    path("feed.xml", LibraryFeed(), name="feed"),
    path("sitemap.xml", sitemap_view, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("forms/<int:pk>/", views.submit_form, name="form-submit"),
    path("forms/<int:pk>/sent/", views.form_sent, name="form-sent"),
    path("what-we-record/", views.what_we_record, name="what-we-record"),
]
